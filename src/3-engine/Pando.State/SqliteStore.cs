using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Model.State;
using Pando.State.Store;

namespace Pando.State;

/// <summary>
/// The revisioned store of a single host: one SQLite database (WAL, synchronous=FULL). One writes at a time;
/// transactions that wait for it together reach the disk together. Readers wait for nobody.
/// </summary>
public sealed partial class SqliteStore : IRevisionedStore
{
    private readonly string _path;
    private readonly SqliteStoreOptions _options;
    private readonly StoreLock _lock;
    private readonly StoreWriter _writer;
    private readonly StoreReaders _readers;
    private readonly ConcurrentQueue<PendingCommit> _queue = new();

    /// <summary>Who holds it is the writer.</summary>
    private readonly SemaphoreSlim _gate = new(1, 1);

    private int _disposed;

    /// <summary>Ends with the next change, and is then replaced by a new one.</summary>
    private TaskCompletionSource _changed = NewSignal();

    private SqliteStore(string path, SqliteStoreOptions options, StoreLock taken)
    {
        (_path, _options, _lock) = (path, options, taken);
        _writer = new StoreWriter(path);
        _readers = new StoreReaders(path);
    }

    /// <summary>
    /// Opens a database; one that is missing is made. Throws <see cref="MachineryException"/> (<c>state.corrupt</c>,
    /// <c>state.too-new</c>: the file is left as it was; <c>state.full</c>, <c>state.unavailable</c>,
    /// <c>state.no-sqlite</c>) and <see cref="CallerException"/> (<c>state.locked</c>) when another process has it.
    /// </summary>
    /// <param name="path">The file; its directory exists.</param>
    /// <param name="options">How much of the past is kept; null for <see cref="SqliteStoreOptions.Definitions"/>.</param>
    /// <param name="cancellationToken">Not looked at once the file is being opened.</param>
    public static async ValueTask<SqliteStore> OpenAsync(
        string path, SqliteStoreOptions? options = null, CancellationToken cancellationToken = default) =>
        await Task.Run(() => Open(path, options ?? SqliteStoreOptions.Definitions), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoreEntry?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        StoreLimits.CheckKey(key);
        return _readers.ReadAsync(reader => reader.One(key), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<StoreSnapshot> RangeAsync(string prefix, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(reader => reader.Range(prefix), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<StoreCommit> CommitAsync(StoreTransaction transaction, CancellationToken cancellationToken = default)
    {
        StoreLimits.Check(transaction);
        var pending = new PendingCommit(transaction);
        // Cancelled is only what no writer has taken yet: never is it left open whether a change was made.
        await using var given = cancellationToken.UnsafeRegister(
            static (state, token) => ((PendingCommit)state!).GiveUp(token), pending);
        _queue.Enqueue(pending);
        WriteWaiting(pending);
        // The last writer, who closes the store, either has taken it or never will.
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0 && pending.TryTake(), this);
        return await pending.Answer;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoreChange> WatchAsync(
        string prefix, long afterRevision, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterRevision);
        const int atOnce = 256;
        var place = StoreSchema.EndOf(afterRevision);
        while (true)
        {
            // The signal first: a change between the reading and the waiting is not missed.
            var changed = Volatile.Read(ref _changed).Task;
            var read = await _readers.ReadAsync(reader => reader.Changes(prefix, place, atOnce), cancellationToken);
            if (StoreSchema.EndOf(read.Compacted) > place)
            {
                throw new CallerException(
                    ErrorCodes.State.Compacted,
                    ("revision", $"{StoreSchema.RevisionAt(place)}"), ("oldest", $"{read.Compacted}"));
            }
            foreach (var change in read.Changes)
            {
                yield return change;
            }
            place = read.NextPlace;
            if (read.Changes.Count < atOnce)
            {
                await changed.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>Writes what waits, then closes the database; watches end with <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }
        // Kept: nobody writes any more.
        await _gate.WaitAsync();
        while (!_queue.IsEmpty)
        {
            WriteBatch();
        }
        await _readers.DisposeAsync();
        Signal();
        _writer.Dispose();
        _lock.Dispose();
    }

    private static SqliteStore Open(string path, SqliteStoreOptions options)
    {
        try
        {
            var taken = StoreLock.Take(path);
            try
            {
                StoreFile.Prepare(path);
                return new SqliteStore(path, options, taken);
            }
            catch
            {
                taken.Dispose();
                throw;
            }
        }
        catch (Exception failure) when (StoreFailures.IsNameable(failure))
        {
            throw StoreFailures.Name(failure, path);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal() => Interlocked.Exchange(ref _changed, NewSignal()).SetResult();
}
