using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Model.Ports;
using Pando.Model.State;
using Pando.Model.Xml.Networks;
using Pando.Networks.Dnsmasq;
using Pando.Networks.Functions;
using Pando.Networks.Running;
using Pando.Networks.Starting;
using Pando.Networks.Stopping;

namespace Pando.Networks;

/// <summary>
/// The networks of this host. One thing is changed after the other: names of bridges, subnets and the firewall belong to all of them
/// together, and each change takes a moment only.
/// </summary>
public sealed partial class NetworkRegistry : INetworks, IDisposable
{
    internal const string Sort = "network";
    private const string AutostartKey = "autostart";

    private readonly ConcurrentDictionary<NetworkId, NetworkView> _views = new();
    private readonly SemaphoreSlim _lane = new(1, 1);
    private readonly NetworkServices _services;
    private readonly ILogger _log;

    /// <summary>Makes an empty one and registers its kinds of jobs; <see cref="OpenAsync"/> fills it.</summary>
    public NetworkRegistry(NetworkServices services)
    {
        ArgumentNullException.ThrowIfNull(services);
        _services = services;
        _log = services.Loggers.CreateLogger<NetworkRegistry>();
        services.Jobs.Register(new StartNetworkJob(services, this));
        services.Jobs.Register(new StopNetworkJob(services, this));
    }

    /// <inheritdoc/>
    public IReadOnlyList<NetworkView> List() => [.. _views.Values.OrderBy(static view => view.Name, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public NetworkView? Find(string nameOrId) =>
        _views.Values.FirstOrDefault(view => view.Name == nameOrId)
        ?? (NetworkId.TryParse(nameOrId, out var id) ? _views.GetValueOrDefault(id) : null);

    /// <inheritdoc/>
    public NetworkView Get(string nameOrId) => Find(nameOrId) ?? throw NotFound(nameOrId);

    /// <inheritdoc/>
    public async Task<NetworkView> DefineAsync(
        string xml, int? expectedVersion, Caller by, string change = "define", CancellationToken cancellationToken = default)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var definition = NetworkIntake.Read(xml, List());
        RefuseTaken(definition);
        PortForwardRefusals.Check(definition, List());
        try
        {
            var stored = await _services.History.PutAsync(
                Sort, new DefinitionChange(definition.Id.Value, definition.Name, NetworkXml.Write(definition), change, by), expectedVersion, cancellationToken);
            var view = _views.AddOrUpdate(
                definition.Id,
                _ => new NetworkView(definition.Id, definition.Name, definition, stored.Version, null, Autostart(stored)),
                (_, known) => known with { Asked = definition, Version = stored.Version, Live = known.Live is { } live ? live with { Transient = false } : null });
            if (view.Live is { } kept)
            {
                LiveNetworkFile.Write(_services.Paths, kept);
            }
            Publish("network.defined", view, by);
            return view;
        }
        catch (CallerException e) when (e.Code == ErrorCodes.State.Conflict)
        {
            throw new CallerException(ErrorCodes.Network.ChangedMeanwhile, e, ("network", definition.Name));
        }
    }

    /// <inheritdoc/>
    public async Task<IRunningJob> StartAsync(NetworkId id, Caller by, CancellationToken cancellationToken = default)
    {
        var turn = await TakeTurnAsync(cancellationToken);
        return await RunAsync(turn, () =>
        {
            var view = View(id);
            return view.IsActive
                ? throw new CallerException(ErrorCodes.Network.Active, ("network", view.Name))
                : (StartNetworkJob.KindName, view.Name, StartNetworkJob.Input(view.Asked!, view.Version, transient: false));
        }, by, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<(NetworkId Network, IRunningJob Job)> CreateAsync(string xml, Caller by, CancellationToken cancellationToken = default)
    {
        var turn = await TakeTurnAsync(cancellationToken);
        NetworkId id = default;
        var job = await RunAsync(turn, () =>
        {
            var definition = NetworkIntake.Read(xml, List());
            if (Find(definition.Name) is { } known)
            {
                throw new CallerException(known.IsActive ? ErrorCodes.Network.Active : ErrorCodes.Network.NameTaken, ("network", known.Name), ("uuid", known.Id.ToString()));
            }
            RefuseTaken(definition);
            id = definition.Id;
            return (StartNetworkJob.KindName, definition.Name, StartNetworkJob.Input(definition, 0, transient: true));
        }, by, cancellationToken);
        return (id, job);
    }

    /// <inheritdoc/>
    public async Task<IRunningJob> StopAsync(NetworkId id, Caller by, CancellationToken cancellationToken = default)
    {
        var turn = await TakeTurnAsync(cancellationToken);
        return await RunAsync(turn, () =>
        {
            var view = View(id);
            if (view.Live is { } live && LiveNetworkFile.TryRead(_services.Paths, id) is null)
            {
                // Somebody may have cleaned /run: what is to be taken away is known by the record.
                LiveNetworkFile.Write(_services.Paths, live);
            }
            return view.IsActive
                ? (StopNetworkJob.KindName, view.Name, StopNetworkJob.Input(id))
                : throw new CallerException(ErrorCodes.Network.NotActive, ("network", view.Name));
        }, by, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task UndefineAsync(NetworkId id, int? expectedVersion, Caller by, CancellationToken cancellationToken = default)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var view = Persistent(id);
        try
        {
            await _services.History.TrashAsync(Sort, id.Value, Guid.NewGuid().ToString("N")[..12], by, [], expectedVersion, cancellationToken);
        }
        catch (CallerException e) when (e.Code == ErrorCodes.State.Conflict)
        {
            throw new CallerException(ErrorCodes.Network.ChangedMeanwhile, e, ("network", view.Name));
        }
        if (view.Live is { } live)
        {
            LiveNetworkFile.Write(_services.Paths, live with { Transient = true, FromVersion = 0 });
            _views[id] = view with { Asked = null, Version = 0, Autostart = false, Live = live with { Transient = true, FromVersion = 0 } };
        }
        else
        {
            // What its server remembers of guests stays for as long as the trash has it.
            _views.TryRemove(id, out _);
        }
        Publish("network.undefined", view, by);
    }

    /// <inheritdoc/>
    public async Task<NetworkView> SetAutostartAsync(NetworkId id, bool autostart, CancellationToken cancellationToken = default)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var view = Persistent(id);
        await _services.History.SetFactsAsync(
            Sort, id.Value, new Dictionary<string, string>(StringComparer.Ordinal) { [AutostartKey] = autostart ? "yes" : "no" }, cancellationToken);
        return _views[id] = view with { Autostart = autostart };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DefinitionVersion>> VersionsAsync(NetworkId id, CancellationToken cancellationToken = default)
    {
        _ = View(id);
        return await _services.History.VersionsAsync(Sort, id.Value, cancellationToken);
    }

    /// <inheritdoc/>
    public IReadOnlyList<GuestLease> Leases(NetworkId id) =>
        LeaseFile.Read(DnsmasqFiles.Of(_services.Paths, View(id).Id).Leases, _services.Time.GetUtcNow());

    /// <inheritdoc/>
    public bool IsServed(NetworkId id) =>
        View(id).Live is not { Definition: var network } || !DnsmasqConfiguration.IsNeeded(network) || DnsmasqServer.IsRunning(_services.Paths, id);

    /// <inheritdoc/>
    public PoolUse UseOf(NetworkId id)
    {
        var use = PoolUse.None;
        if (_views.GetValueOrDefault(id)?.Live is { Definition: var network })
        {
            KernelErrors.Of(network.Name, () => use = PoolUse.Of(network, _services.Paths, new HostFunctions(_services.Sys)));
        }
        return use;
    }

    /// <inheritdoc/>
    public void Dispose() => _lane.Dispose();

    /// <summary>A start has come to its end: the record says what is in force.</summary>
    internal void TookUp(NetworkId id, Caller by)
    {
        var live = LiveNetworkFile.TryRead(_services.Paths, id)
            ?? throw new MachineryException(ErrorCodes.Network.RecordLost, ("network", id.ToString()));
        var view = _views.AddOrUpdate(
            id, _ => new NetworkView(id, live.Definition.Name, null, 0, live, Autostart: false), (_, known) => known with { Live = live });
        Publish("network.started", view, by);
    }

    /// <summary>A start was undone.</summary>
    internal void LetGo(NetworkId id)
    {
        if (!_views.TryGetValue(id, out var view))
        {
            return;
        }
        if (view.IsPersistent)
        {
            _views[id] = view with { Live = null };
        }
        else
        {
            _views.TryRemove(id, out _);
        }
    }

    internal void Stopped(NetworkId id, Caller by)
    {
        var view = _views.GetValueOrDefault(id);
        LetGo(id);
        if (view is not null)
        {
            Publish("network.stopped", view, by);
        }
    }

    private static bool Autostart(StoredDefinition stored) => stored.Facts.GetValueOrDefault(AutostartKey) == "yes";

    private static CallerException NotFound(string name) => new(ErrorCodes.Network.NotFound, ("network", name));

    private void Publish(string type, NetworkView view, Caller by) => _services.Events.Publish(type, view.Id.ToString(), ("name", view.Name), ("by", by.Name));

    private NetworkView View(NetworkId id) => _views.GetValueOrDefault(id) ?? throw NotFound(id.ToString());

    private NetworkView Persistent(NetworkId id) => View(id) is { IsPersistent: true } view
        ? view
        : throw new CallerException(ErrorCodes.Network.IsTransient, ("network", View(id).Name));

    private void RefuseTaken(NetworkDefinition definition)
    {
        if (_views.Values.FirstOrDefault(view => view.Name == definition.Name && view.Id != definition.Id) is { } named)
        {
            throw new CallerException(ErrorCodes.Network.NameTaken, ("network", named.Name), ("uuid", named.Id.ToString()));
        }
        if (_views.TryGetValue(definition.Id, out var same) && same.Name != definition.Name)
        {
            throw new CallerException(ErrorCodes.Network.UuidTaken, ("uuid", definition.Id.ToString()), ("network", same.Name));
        }
    }

    /// <summary>Runs a job with the turn that was taken, and gives the turn back at its end.</summary>
    private async Task<IRunningJob> RunAsync(IDisposable turn, Func<(string Kind, string Subject, byte[] Input)> accept, Caller by, CancellationToken cancellationToken)
    {
        IRunningJob job;
        try
        {
            var (kind, subject, input) = accept();
            job = await _services.Jobs.StartAsync(kind, subject, input, by, cancellationToken: cancellationToken);
        }
        catch
        {
            turn.Dispose();
            throw;
        }
        _ = GiveBackAsync(turn, job.Completion);
        return job;
    }

    private static async Task GiveBackAsync(IDisposable turn, Task end)
    {
        await end.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        turn.Dispose();
    }

    private async Task<Turn> TakeTurnAsync(CancellationToken cancellationToken)
    {
        await _lane.WaitAsync(cancellationToken);
        return new Turn(_lane);
    }

    private sealed class Turn(SemaphoreSlim lane) : IDisposable
    {
        private SemaphoreSlim? _lane = lane;

        public void Dispose()
        {
            try
            {
                Interlocked.Exchange(ref _lane, null)?.Release();
            }
            catch (ObjectDisposedException)
            {
                // The daemon has closed while a job was on its way: there are no more turns to take.
            }
        }
    }
}
