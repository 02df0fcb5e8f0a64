using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Model.Ports;
using Pando.Model.State;
using Pando.Networks.Dnsmasq;
using Pando.Networks.Functions;

namespace Pando.Networks;

/// <summary>The virtual networks of this host. Readers wait for nobody.</summary>
public interface INetworks : ITrash
{
    /// <summary>All networks, by name.</summary>
    IReadOnlyList<NetworkView> List();

    /// <summary>One network by its name or its uuid; null where there is none.</summary>
    NetworkView? Find(string nameOrId);

    /// <summary>One network.</summary>
    /// <exception cref="CallerException"><c>network.not-found</c>.</exception>
    NetworkView Get(string nameOrId);

    /// <summary>Stores a definition (libvirt's network XML): a new network, or a new version of one that is there. A network that is active stays as it is until it is started again.</summary>
    /// <exception cref="CallerException"><c>definition.…</c>, <c>network.name-taken</c>, <c>network.uuid-taken</c>, <c>network.changed-meanwhile</c>.</exception>
    Task<NetworkView> DefineAsync(string xml, int? expectedVersion, Caller by, string change = "define", CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes parts of a network that need no new start: what is in force (its rules and its server follow at once, and guests
    /// notice nothing), what is stored, or both.
    /// </summary>
    /// <param name="id">The network.</param>
    /// <param name="edit">Makes the new definition of the former one; its exceptions are passed on.</param>
    /// <param name="scope">What is changed.</param>
    /// <param name="by">Who and why.</param>
    /// <param name="change">What it is called in the history.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CallerException"><c>network.not-active</c>, <c>network.is-transient</c>, <c>network.port-taken</c>, <c>definition.…</c>.</exception>
    Task<NetworkView> UpdateAsync(
        NetworkId id, Func<NetworkDefinition, NetworkDefinition> edit, NetworkScope scope, Caller by, string change, CancellationToken cancellationToken = default);

    /// <summary>Begins to start a network.</summary>
    /// <exception cref="CallerException"><c>network.active</c>.</exception>
    Task<IRunningJob> StartAsync(NetworkId id, Caller by, CancellationToken cancellationToken = default);

    /// <summary>Begins to start a network that is not stored.</summary>
    Task<(NetworkId Network, IRunningJob Job)> CreateAsync(string xml, Caller by, CancellationToken cancellationToken = default);

    /// <summary>Begins to stop a network: guests on it stay connected to nothing.</summary>
    /// <exception cref="CallerException"><c>network.not-active</c>.</exception>
    Task<IRunningJob> StopAsync(NetworkId id, Caller by, CancellationToken cancellationToken = default);

    /// <summary>Moves a definition to the trash. One that is active lives on until it is stopped.</summary>
    Task UndefineAsync(NetworkId id, int? expectedVersion, Caller by, CancellationToken cancellationToken = default);

    /// <summary>Takes one out of the trash with its versions, under its name or another.</summary>
    /// <exception cref="CallerException"><c>network.not-in-trash</c>, <c>network.name-taken</c>, <c>network.uuid-taken</c>, <c>network.port-taken</c>.</exception>
    Task<NetworkView> RestoreAsync(string trashId, string? newName, Caller by, CancellationToken cancellationToken = default);

    /// <summary>Says whether a network starts with the host.</summary>
    /// <exception cref="CallerException"><c>network.is-transient</c>.</exception>
    Task<NetworkView> SetAutostartAsync(NetworkId id, bool autostart, CancellationToken cancellationToken = default);

    /// <summary>All versions of a definition, oldest first.</summary>
    Task<IReadOnlyList<DefinitionVersion>> VersionsAsync(NetworkId id, CancellationToken cancellationToken = default);

    /// <summary>Whether an active network's server runs; one that needs none is served.</summary>
    bool IsServed(NetworkId id);

    /// <summary>The addresses that its server has given to guests and that are still theirs.</summary>
    IReadOnlyList<GuestLease> Leases(NetworkId id);

    /// <summary>Who has what of a network that gives its machines cards, or virtual functions of them; nothing of one that is not active.</summary>
    PoolUse UseOf(NetworkId id);
}

/// <summary>What of a network is changed.</summary>
[Flags]
public enum NetworkScope
{
    /// <summary>What is in force where it is active, else what is stored.</summary>
    Current = 0,

    /// <summary>What is in force.</summary>
    Live = 1,

    /// <summary>What is stored.</summary>
    Config = 2,
}
