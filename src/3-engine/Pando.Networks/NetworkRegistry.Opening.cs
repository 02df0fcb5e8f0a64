using Microsoft.Extensions.Logging;
using Pando.Linux.Networking;
using Pando.Linux.Spawn;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Model.Ports;
using Pando.Model.Xml.Networks;
using Pando.Networks.Bridges;
using Pando.Networks.Dnsmasq;
using Pando.Networks.Firewall;
using Pando.Networks.Running;
using Pando.Networks.Starting;
using Pando.Networks.Stopping;

namespace Pando.Networks;

/// <summary>What happens when the daemon starts: definitions are read, active networks taken up and mended, others started.</summary>
public sealed partial class NetworkRegistry
{
    // Longer than all that a stop waits for, one after the other.
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(2);

    // What could not be put back, and why; whoever has the turn uses it.
    private readonly Dictionary<(NetworkId Network, string Part), string> _broken = [];

    /// <summary>Reads all definitions and takes up every network that is active. The jobs of a daemon that died are to be recovered before.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken = default)
    {
        await StopsAsync(cancellationToken);
        var active = LiveNetworkFile.All(_services.Paths).ToDictionary(static live => live.Definition.Id);
        foreach (var record in LiveNetworkFile.Unreadable(_services.Paths))
        {
            LogRecordUnreadable(record);
        }
        foreach (var stored in await _services.History.LoadAllAsync(Sort, cancellationToken))
        {
            OpenOne(stored, active);
        }
        foreach (var live in active.Values.Where(live => !_views.ContainsKey(live.Definition.Id)))
        {
            _views[live.Definition.Id] = new NetworkView(live.Definition.Id, live.Definition.Name, null, 0, live, Autostart: false);
        }
        if (active.Count > 0)
        {
            using var turn = await TakeTurnAsync(cancellationToken);
            await MendAsync(cancellationToken);
            await CatchUpAsync(cancellationToken);
        }
    }

    // A stop that is gone through with has no turn: what it takes away is not to be put back beside it.
    private async Task StopsAsync(CancellationToken cancellationToken)
    {
        foreach (var stop in _services.Jobs.List().Where(static job => job is { Kind: StopNetworkJob.KindName, HasEnded: false }))
        {
            try
            {
                await _services.Jobs.WaitAsync(stop.Id)!.WaitAsync(StopLimit, _services.Time, cancellationToken);
            }
            catch (TimeoutException e)
            {
                LogStopHangs(e, stop.Subject);
            }
        }
    }

    /// <summary>Starts the networks that start with the host, once a boot. One that fails stops no other.</summary>
    public async Task AutostartAsync(CancellationToken cancellationToken = default)
    {
        var mark = Path.Combine(_services.Paths.Run, "networks-autostarted");
        if (File.Exists(mark) && (await File.ReadAllTextAsync(mark, cancellationToken)).Trim() == ProcessIdentity.CurrentBootId)
        {
            return;
        }
        await File.WriteAllTextAsync(mark, ProcessIdentity.CurrentBootId + "\n", cancellationToken);
        foreach (var view in List().Where(static view => view is { Autostart: true, IsActive: false }))
        {
            try
            {
                await (await StartAsync(view.Id, Caller.Daemon, cancellationToken)).Completion.WaitAsync(cancellationToken);
            }
            catch (PandoException e)
            {
                LogAutostartFailed(e, view.Name);
            }
        }
    }

    private void OpenOne(StoredDefinition stored, Dictionary<NetworkId, LiveNetwork> active)
    {
        try
        {
            var definition = NetworkXml.Read(stored.Text);
            _views[definition.Id] = new NetworkView(
                definition.Id, definition.Name, definition, stored.Version, active.GetValueOrDefault(definition.Id), Autostart(stored));
        }
        catch (CallerException e)
        {
            // Written by a later version, or damaged by hand: the others are not to suffer, and nothing is thrown away.
            LogUnreadable(e, stored.Name);
        }
    }

    /// <summary>Brings the host in line with what is in force: what somebody removed meanwhile is made again, and said.</summary>
    private async Task MendAsync(CancellationToken cancellationToken)
    {
        var networks = Made();
        var gone = networks.Where(static network => !NetworkBridgeDevice.Exists(network)).ToArray();
        foreach (var network in gone)
        {
            await TryAsync(network, "bridge", () => KernelErrors.Of(network.Name, () =>
            {
                NetworkBridgeDevice.Make(network);
                IpForwarding.SwitchOnFor(network);
            }));
        }
        if (Array.Exists(networks, NetworkRuleset.HasRules) && (gone.Length > 0 || !NetfilterTables.Has(NetworkRuleset.Table)))
        {
            // Between the making of a bridge and its being switched on: guests are never outside of it.
            await TryAsync(networks[0], "firewall", async () => await Nft.ApplyAsync(NetworkRuleset.Of(LiveNetworkFile.All(_services.Paths)), cancellationToken));
        }
        foreach (var network in gone)
        {
            await TryAsync(network, "addresses", () => KernelErrors.Of(network.Name, () => NetworkBridgeDevice.SwitchOn(network)));
            _services.Events.Publish("network.mended", network.Id.ToString(), ("name", network.Name), ("bridge", network.Bridge!.Name!));
        }
        foreach (var network in networks.Where(DockerForwarding.Stops))
        {
            await TryAsync(network, "way past Docker", async () => await DockerForwarding.LetThroughAsync(network, cancellationToken));
        }
        await MendZonesAsync(networks, cancellationToken);
        foreach (var network in networks.Where(DnsmasqConfiguration.IsNeeded).Where(network => !DnsmasqServer.IsRunning(_services.Paths, network.Id)))
        {
            await TryAsync(network, "server", async () => await DnsmasqServer.StartAsync(_services.Paths, network, cancellationToken));
        }
    }

    private Task TryAsync(NetworkDefinition network, string part, Action work) => TryAsync(network, part, () =>
    {
        work();
        return Task.CompletedTask;
    });

    private async Task TryAsync(NetworkDefinition network, string part, Func<Task> work)
    {
        try
        {
            await work();
            _broken.Remove((network.Id, part));
            LogMended(part, network.Name);
        }
        catch (PandoException e)
        {
            // It is tried again and again; what goes on failing of the same is said once.
            if (_broken.TryGetValue((network.Id, part), out var said) && said == e.Message)
            {
                return;
            }
            _broken[(network.Id, part)] = e.Message;
            LogNotMended(e, part, network.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The stop of network {Network} that an earlier daemon began does not come to its end; it is shown as it is")]
    private partial void LogStopHangs(Exception failure, string network);

    [LoggerMessage(Level = LogLevel.Error, Message = "Network {Network} could not be started with the host")]
    private partial void LogAutostartFailed(Exception failure, string network);

    [LoggerMessage(Level = LogLevel.Error, Message = "The stored definition of network {Network} cannot be read; it is left as it is")]
    private partial void LogUnreadable(Exception failure, string network);

    [LoggerMessage(Level = LogLevel.Error, Message = "What is in force of a network cannot be read in {Record}: its bridge and its server go on, and nobody looks after them")]
    private partial void LogRecordUnreadable(string record);

    [LoggerMessage(Level = LogLevel.Information, Message = "The {Part} of network {Network} is in place again")]
    private partial void LogMended(string part, string network);

    [LoggerMessage(Level = LogLevel.Error, Message = "The {Part} of network {Network} cannot be put in place again")]
    private partial void LogNotMended(Exception failure, string part, string network);
}
