using Microsoft.Extensions.Logging;
using Pando.Linux;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Model.Ports;
using Pando.Model.State;
using Pando.Model.Xml.Networks;
using Pando.Networks.Dnsmasq;
using Pando.Networks.Firewall;
using Pando.Networks.Running;
using Pando.Networks.Starting;

namespace Pando.Networks;

/// <summary>Changes of networks that need no new start.</summary>
public sealed partial class NetworkRegistry
{
    /// <inheritdoc/>
    public async Task<NetworkView> UpdateAsync(
        NetworkId id, Func<NetworkDefinition, NetworkDefinition> edit, NetworkScope scope, Caller by, string change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(edit);
        using var turn = await TakeTurnAsync(cancellationToken);
        var view = View(id);
        var live = scope == NetworkScope.Current ? view.IsActive : scope.HasFlag(NetworkScope.Live);
        var config = scope == NetworkScope.Current ? !view.IsActive : scope.HasFlag(NetworkScope.Config);
        if (live && view.Live is null)
        {
            throw new CallerException(ErrorCodes.Network.NotActive, ("network", view.Name));
        }
        // Both are made before either is carried out: what is refused has changed nothing.
        var stored = config ? edit(Persistent(id).Asked!) : null;
        var inForce = live ? edit(view.Live!.Definition) : null;
        foreach (var definition in new[] { stored, inForce }.OfType<NetworkDefinition>())
        {
            PortForwardRefusals.Check(definition, List());
        }
        var before = view.Live;
        if (inForce is not null)
        {
            KernelErrors.Of(view.Name, () => StartRules.RequireDevices(inForce));
            await PutInForceAsync(before!, inForce, cancellationToken);
            view = _views[id] = view with { Live = before! with { Definition = inForce } };
        }
        if (stored is not null)
        {
            view = await StoreAsync(view, stored, before, inForce is not null, by, change);
        }
        Publish("network.updated", view, by);
        return view;
    }

    // From here on nobody gives up: both are changed, or neither.
    private async Task<NetworkView> StoreAsync(NetworkView view, NetworkDefinition stored, LiveNetwork? before, bool changedLive, Caller by, string change)
    {
        try
        {
            var kept = await _services.History.PutAsync(
                Sort, new DefinitionChange(view.Id.Value, view.Name, NetworkXml.Write(stored), change, by), expectedVersion: null, CancellationToken.None);
            return _views[view.Id] = view with { Asked = stored, Version = kept.Version };
        }
        catch when (changedLive)
        {
            await PutInForceAsync(view.Live!, before!.Definition, CancellationToken.None);
            _views[view.Id] = view with { Live = before };
            throw;
        }
    }

    /// <summary>Brings to its end what a daemon was killed in: rules and servers are as what is in force has them.</summary>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var networks = Made();
        if (Array.Find(networks, NetworkRuleset.HasRules) is { } first)
        {
            try
            {
                await Nft.ApplyAsync(NetworkRuleset.Of(LiveNetworkFile.All(_services.Paths)), cancellationToken);
            }
            catch (PandoException e)
            {
                LogNotMended(e, "firewall", first.Name);
            }
        }
        foreach (var network in networks)
        {
            try
            {
                await ServeAnewAsync(network, cancellationToken);
            }
            catch (PandoException e)
            {
                LogNotMended(e, "server", network.Name);
            }
        }
    }

    private async Task PutInForceAsync(LiveNetwork before, NetworkDefinition after, CancellationToken cancellationToken)
    {
        // What cannot be written down is refused while nothing has changed.
        _ = NetworkRuleset.Of([before with { Definition = after }]);
        if (DnsmasqConfiguration.IsNeeded(after))
        {
            _ = DnsmasqConfiguration.Of(after, DnsmasqFiles.Of(_services.Paths, after.Id));
        }
        // Written first: a daemon that comes after a kill -9 brings the host in line with it.
        LiveNetworkFile.Write(_services.Paths, before with { Definition = after });
        try
        {
            await FollowAsync(before.Definition, after, cancellationToken);
        }
        catch
        {
            await TakeBackAsync(before, after);
            throw;
        }
    }

    // What went wrong first is what the caller hears.
    private async Task TakeBackAsync(LiveNetwork before, NetworkDefinition after)
    {
        try
        {
            LiveNetworkFile.Write(_services.Paths, before);
            await FollowAsync(after, before.Definition, CancellationToken.None);
        }
        catch (Exception e) when (e is PandoException or SyscallException or IOException or UnauthorizedAccessException)
        {
            LogNotTakenBack(e, before.Definition.Name);
        }
    }

    private async Task FollowAsync(NetworkDefinition before, NetworkDefinition after, CancellationToken cancellationToken)
    {
        if (NetworkRuleset.HasRules(before) || NetworkRuleset.HasRules(after))
        {
            await Nft.ApplyAsync(NetworkRuleset.Of(LiveNetworkFile.All(_services.Paths)), cancellationToken);
        }
        if (DnsmasqConfiguration.IsNeeded(before) || DnsmasqConfiguration.IsNeeded(after))
        {
            await ServeAnewAsync(after, cancellationToken);
        }
    }

    /// <summary>Has the server work with what is in force. It reads its configuration when it starts, and is back before a guest asks twice; leases are kept.</summary>
    private async Task ServeAnewAsync(NetworkDefinition network, CancellationToken cancellationToken)
    {
        if (!DnsmasqServer.IsUpToDate(_services.Paths, network))
        {
            await DnsmasqServer.StopAsync(_services.Paths, network.Id, _services.Time, cancellationToken);
            if (DnsmasqConfiguration.IsNeeded(network))
            {
                await DnsmasqServer.StartAsync(_services.Paths, network, cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A change of network {Network} failed and cannot be taken back whole: the rules or the server are not as its definition in force says. Starting the network anew puts them right")]
    private partial void LogNotTakenBack(Exception failure, string network);
}
