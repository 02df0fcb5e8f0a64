using System.Collections.Immutable;
using Pando.Model.Errors;
using Pando.Storage.PoolDrivers;

namespace Pando.Storage;

/// <summary>
/// The pools of this host. Answers never wait for a pool that does not answer: they are then what was seen last, and say
/// since when that is.
/// </summary>
public sealed class StoragePools
{
    private readonly ImmutableSortedDictionary<string, PoolView> _pools;

    internal StoragePools(IEnumerable<IPoolDriver> drivers, StorageSettings settings, TimeProvider time) =>
        _pools = drivers.ToImmutableSortedDictionary(
            static driver => driver.Definition.Name, driver => new PoolView(driver, settings.FreshnessLimit, time), StringComparer.Ordinal);

    /// <summary>All pools, by name.</summary>
    public async ValueTask<IReadOnlyList<PoolState>> ListAsync(CancellationToken cancellationToken = default) =>
        await Task.WhenAll(_pools.Values.Select(pool => pool.StateAsync(cancellationToken)));

    /// <summary>One pool.</summary>
    /// <exception cref="CallerException"><c>storage.pool-not-found</c>.</exception>
    public async ValueTask<PoolState> GetAsync(string name, CancellationToken cancellationToken = default) =>
        await View(name).StateAsync(cancellationToken);

    /// <summary>Looks at a pool anew, and waits for it as long as its file system may take.</summary>
    /// <exception cref="PeerException"><c>storage.not-answering</c>.</exception>
    public async ValueTask<PoolState> RefreshAsync(string name, CancellationToken cancellationToken = default)
    {
        var view = View(name);
        await view.RefreshAsync(cancellationToken);
        return await view.StateAsync(cancellationToken);
    }

    internal IEnumerable<PoolView> Views => _pools.Values;

    internal PoolView? TryView(string name) => _pools.GetValueOrDefault(name);

    internal PoolView View(string name) => TryView(name)
        ?? throw new CallerException(ErrorCodes.Storage.PoolNotFound, ("pool", name));
}

/// <summary>A pool as it was last seen.</summary>
/// <param name="Name">Its name: <c>default</c>.</param>
/// <param name="Kind">Its kind: <c>dir</c>.</param>
/// <param name="Path">Where it is on the host.</param>
/// <param name="TotalBytes">The size of its file system; null where it was never seen.</param>
/// <param name="AvailableBytes">What is free of it.</param>
/// <param name="AllocationBytes">What its volumes take.</param>
/// <param name="VolumeCount">How many volumes it has.</param>
/// <param name="SeenAt">When it was last seen; null where it never was.</param>
/// <param name="NotAnsweringSince">Since when it does not answer; null while it does.</param>
/// <param name="Failure">Why the last look failed; null where it did not.</param>
public sealed record PoolState(
    string Name, string Kind, string Path, long? TotalBytes, long? AvailableBytes, long? AllocationBytes, int? VolumeCount,
    DateTimeOffset? SeenAt, DateTimeOffset? NotAnsweringSince, PandoException? Failure);
