using Microsoft.Extensions.Logging.Abstractions;
using Pando.Model;
using Pando.Model.Networks;
using Pando.Model.Ports;
using Pando.Model.State;
using Pando.Model.Xml.Networks;
using Pando.Networks.Dnsmasq;
using Pando.Networks.Filters;
using Pando.Networks.Functions;
using Pando.Networks.OpenVSwitch;

namespace Pando.Networks.Tests;

/// <summary>Networks that are active because the test says so.</summary>
internal sealed class KnownNetworks(params NetworkView[] networks) : INetworks
{
    public static NetworkView Active(string xml)
    {
        var definition = NetworkXml.Read(xml);
        return new NetworkView(definition.Id, definition.Name, definition, 1, new LiveNetwork(definition, 1, false, DateTimeOffset.UnixEpoch), Autostart: false);
    }

    /// <summary>What connects machines to them, with no filter known.</summary>
    public static HostNetworkAttachments Attachments(INetworks networks, string switchSocket = "/nonexistent/db.sock")
    {
        var services = Services() with { Switch = SwitchAccess.At(switchSocket) };
        return new HostNetworkAttachments(networks, new NetworkFilterRegistry(services, networks), services);
    }

    /// <summary>What needs nothing of the rest of the daemon gets nothing of it.</summary>
    public static NetworkServices Services(string folder = "/nonexistent") => new()
    {
        Paths = InstancePaths.Under(folder),
        History = null!,
        Jobs = null!,
        Events = null!,
        Time = TimeProvider.System,
        Switch = SwitchAccess.At("/nonexistent/db.sock"),
        Loggers = NullLoggerFactory.Instance,
    };

    public IReadOnlyList<NetworkView> List() => networks;

    public NetworkView? Find(string nameOrId) => networks.FirstOrDefault(view => view.Name == nameOrId);

    public NetworkView Get(string nameOrId) => Find(nameOrId) ?? throw new KeyNotFoundException(nameOrId);

    public Task<NetworkView> DefineAsync(string xml, int? expectedVersion, Caller by, string change = "define", CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<NetworkView> UpdateAsync(
        NetworkId id, Func<NetworkDefinition, NetworkDefinition> edit, NetworkScope scope, Caller by, string change, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IRunningJob> StartAsync(NetworkId id, Caller by, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<(NetworkId Network, IRunningJob Job)> CreateAsync(string xml, Caller by, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IRunningJob> StopAsync(NetworkId id, Caller by, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task UndefineAsync(NetworkId id, int? expectedVersion, Caller by, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<TrashedDefinition>> ListTrashAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<NetworkView> RestoreAsync(string trashId, string? newName, Caller by, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task PurgeAsync(string trashId, Caller by, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<NetworkView> SetAutostartAsync(NetworkId id, bool autostart, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<DefinitionVersion>> VersionsAsync(NetworkId id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public bool Serves { get; init; } = true;

    public bool IsServed(NetworkId id) => Serves;

    public IReadOnlyList<GuestLease> Leases(NetworkId id) => [];

    public PoolUse UseOf(NetworkId id) => PoolUse.None;
}
