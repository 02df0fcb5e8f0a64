using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.NetworkFilters;
using Pando.Model.State;

namespace Pando.Networks.Filters;

/// <summary>The network filters of this host. Readers wait for nobody.</summary>
public interface INetworkFilters
{
    /// <summary>All filters, by name.</summary>
    IReadOnlyList<NetworkFilterView> List();

    /// <summary>One filter by its name or its uuid; null where there is none.</summary>
    NetworkFilterView? Find(string nameOrId);

    /// <summary>One filter.</summary>
    /// <exception cref="CallerException"><c>nwfilter.not-found</c>.</exception>
    NetworkFilterView Get(string nameOrId);

    /// <summary>What stands behind filters now, directly or by way of others, by the filter's name: the machine, and its interface.</summary>
    ILookup<string, (string Machine, string Device)> Behind();

    /// <summary>
    /// Stores a definition (libvirt's XML): a new filter, or a new version of one that is there. Machines that run behind it are behind
    /// the new one at once; where that cannot be, nothing changes.
    /// </summary>
    /// <exception cref="CallerException"><c>definition.…</c>, <c>nwfilter.…</c>.</exception>
    /// <exception cref="PeerException"><c>network.nft-refused</c>.</exception>
    Task<NetworkFilterView> DefineAsync(string xml, int? expectedVersion, Caller by, string change = "define", CancellationToken cancellationToken = default);

    /// <summary>Moves a definition to the trash.</summary>
    /// <exception cref="CallerException"><c>nwfilter.in-use</c>, <c>nwfilter.changed-meanwhile</c>.</exception>
    Task UndefineAsync(NetworkFilterId id, int? expectedVersion, Caller by, CancellationToken cancellationToken = default);

    /// <summary>The devices of the host that stand behind filters, by name.</summary>
    IReadOnlyList<FilterBinding> Bindings();

    /// <summary>Puts a device of the host behind a filter, until it goes, or is taken out.</summary>
    /// <exception cref="CallerException"><c>nwfilter.binding-taken</c>, <c>nwfilter.no-port</c>, <c>nwfilter.…</c>.</exception>
    /// <exception cref="PeerException"><c>network.nft-refused</c>.</exception>
    Task<FilterBinding> BindAsync(FilterBinding binding, CancellationToken cancellationToken = default);

    /// <summary>Takes a device of the host out from behind its filter.</summary>
    /// <exception cref="CallerException"><c>nwfilter.no-binding</c>.</exception>
    Task UnbindAsync(string port, CancellationToken cancellationToken = default);

    /// <summary>All versions of a definition, oldest first.</summary>
    Task<IReadOnlyList<DefinitionVersion>> VersionsAsync(NetworkFilterId id, CancellationToken cancellationToken = default);
}
