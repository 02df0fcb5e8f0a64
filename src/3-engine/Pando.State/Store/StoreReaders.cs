using System.Collections.Concurrent;

namespace Pando.State.Store;

/// <summary>A few readers that take turns. A writer hinders none of them (sqlite.org/wal.html).</summary>
internal sealed class StoreReaders(string path) : IAsyncDisposable
{
    private const int Most = 4;

    private readonly ConcurrentBag<StoreReader> _idle = [];
    private readonly SemaphoreSlim _turns = new(Most, Most);
    private volatile bool _closed;

    public async ValueTask<T> ReadAsync<T>(Func<StoreReader, T> read, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(SqliteStore));
            if (!_idle.TryTake(out var reader))
            {
                reader = new StoreReader(path);
            }
            T answer;
            try
            {
                answer = read(reader);
            }
            catch
            {
                reader.Dispose();
                throw;
            }
            _idle.Add(reader);
            return answer;
        }
        catch (Exception failure) when (StoreFailures.IsNameable(failure))
        {
            throw StoreFailures.Name(failure, path);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Waits for the ones that read; afterwards no connection is open.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        for (var turn = 0; turn < Most; turn++)
        {
            await _turns.WaitAsync();
        }
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
        // Who still waits for a turn is told that the store is closed.
        _turns.Release(Most);
    }
}
