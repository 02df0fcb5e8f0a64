using Pando.Model.State;
using Pando.State.Store;

namespace Pando.State;

/// <summary>
/// The writing. Whoever commits while nobody writes does it there and then, on its own thread: nothing is handed over
/// and back. Who comes meanwhile waits in the queue, and all that wait are written together next.
/// </summary>
public sealed partial class SqliteStore
{
    private const int MostTogether = 256;
    private const long MostBytesTogether = 16L << 20;

    /// <summary>Used by whoever holds the gate.</summary>
    private readonly List<PendingCommit> _batch = new(MostTogether);

    /// <summary>Writes what waits, unless somebody does already; and goes on for others no longer than for oneself.</summary>
    private void WriteWaiting(PendingCommit? own)
    {
        while (!_queue.IsEmpty && _gate.Wait(0))
        {
            try
            {
                WriteBatch();
            }
            finally
            {
                _gate.Release();
            }
            // Somebody may have come between the last look at the queue and the release: so look again, but not for ever.
            if (own is { Answer.IsCompleted: true } && !_queue.IsEmpty)
            {
                _ = Task.Run(() => WriteWaiting(own: null));
                return;
            }
        }
    }

    private void WriteBatch()
    {
        Take(_batch);
        var before = _writer.Revision;
        CommitTogether(_batch);
        _batch.Clear();
        if (_writer.Revision != before)
        {
            Signal();
            Forget();
        }
    }

    private void Take(List<PendingCommit> batch)
    {
        var bytes = 0L;
        while (batch.Count < MostTogether && bytes < MostBytesTogether && _queue.TryDequeue(out var pending))
        {
            if (pending.TryTake())
            {
                batch.Add(pending);
                bytes += StoreLimits.BytesOf(pending.Transaction);
            }
        }
    }

    private void CommitTogether(List<PendingCommit> batch)
    {
        if (batch.Count == 0)
        {
            return;
        }
        try
        {
            var answers = _writer.Commit([.. batch.Select(pending => pending.Transaction)]);
            for (var i = 0; i < answers.Count; i++)
            {
                batch[i].Succeed(answers[i]);
            }
        }
        catch (Exception) when (batch.Count > 1)
        {
            // One that is too large for the room that is left must not fail the small ones beside it.
            foreach (var pending in batch)
            {
                CommitTogether([pending]);
            }
        }
        catch (Exception failure)
        {
            batch[0].Fail(StoreFailures.IsNameable(failure) ? StoreFailures.Name(failure, _path) : failure);
        }
    }

    private void Forget()
    {
        try
        {
            _writer.History.Trim(_options.HistoryChanges, _options.HistoryBytes);
        }
        catch (Exception failure) when (StoreFailures.IsNameable(failure))
        {
            // The past is kept longer and the next commit tries again. What is wrong, that one is told.
        }
    }

    /// <summary>A transaction that waits to be written. Either a writer takes it or its caller gives it up, never both.</summary>
    private sealed class PendingCommit(StoreTransaction transaction)
    {
        private readonly TaskCompletionSource<StoreCommit> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _settled;

        public StoreTransaction Transaction => transaction;

        public Task<StoreCommit> Answer => _answer.Task;

        public bool TryTake() => Interlocked.Exchange(ref _settled, 1) == 0;

        public void GiveUp(CancellationToken token)
        {
            if (TryTake())
            {
                _answer.SetCanceled(token);
            }
        }

        public void Succeed(StoreCommit commit) => _answer.SetResult(commit);

        public void Fail(Exception failure) => _answer.SetException(failure);
    }
}
