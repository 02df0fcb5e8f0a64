using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Model.State;

namespace Pando.Jobs.Tests.Sample;

/// <summary>A store in front of another one, whose disk is full at the commits that a test says.</summary>
internal sealed class FlakyJournal(IRevisionedStore store, Func<int, bool> fails) : IRevisionedStore
{
    private int _commits;

    public ValueTask<StoreEntry?> GetAsync(string key, CancellationToken cancellationToken = default) => store.GetAsync(key, cancellationToken);

    public ValueTask<StoreSnapshot> RangeAsync(string prefix, CancellationToken cancellationToken = default) => store.RangeAsync(prefix, cancellationToken);

    public ValueTask<StoreCommit> CommitAsync(StoreTransaction transaction, CancellationToken cancellationToken = default) =>
        fails(Interlocked.Increment(ref _commits))
            ? throw new MachineryException(ErrorCodes.State.Full, ("path", "journal.db"))
            : store.CommitAsync(transaction, cancellationToken);

    public IAsyncEnumerable<StoreChange> WatchAsync(string prefix, long afterRevision, CancellationToken cancellationToken = default) =>
        store.WatchAsync(prefix, afterRevision, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
