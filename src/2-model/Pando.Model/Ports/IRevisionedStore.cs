using Pando.Model.State;

namespace Pando.Model.Ports;

/// <summary>
/// The one store of what must survive: get, range, transaction with comparison, watch. SQLite on a single host,
/// etcd in a cluster; one conformance suite holds both to this contract. A commit is on disk when it is answered.
/// Keys are at most 1,024 bytes of UTF-8 and ordered by those bytes; values are at most 16 MiB
/// (<c>request.too-large</c>).
/// </summary>
public interface IRevisionedStore : IAsyncDisposable
{
    /// <summary>One entry, or null where the key does not exist.</summary>
    ValueTask<StoreEntry?> GetAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>All entries whose key begins with the prefix, of one revision.</summary>
    ValueTask<StoreSnapshot> RangeAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>
    /// Does all of the transaction or nothing. Concurrent ones are ordered; none is lost. One that changes nothing
    /// (nothing to do, or only deletes of what is not there) makes no new revision. A key may be changed once only in
    /// it (<see cref="ArgumentException"/>). Cancelling throws only when nothing was done.
    /// </summary>
    ValueTask<StoreCommit> CommitAsync(StoreTransaction transaction, CancellationToken cancellationToken = default);

    /// <summary>
    /// Every change under the prefix with a revision greater than <paramref name="afterRevision"/>, in order, first
    /// the ones of the past, then as they happen. Throws <see cref="Errors.CallerException"/> with
    /// <c>state.compacted</c> when that past is no longer kept.
    /// </summary>
    IAsyncEnumerable<StoreChange> WatchAsync(string prefix, long afterRevision, CancellationToken cancellationToken = default);
}
