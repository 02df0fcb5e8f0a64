using System.Collections.Concurrent;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Model.Ports;
using Pando.Model.State;

namespace Pando.Jobs.Journal;

/// <summary>
/// The jobs in a store of this host:
/// <code>
/// running/ID/head     what the job is (JobHead)
/// running/ID/state    how far it is (JobState); stays while something is left to undo
/// ended/ID            what became of it (JobRecord)
/// </code>
/// </summary>
internal sealed class JobJournal(IRevisionedStore store)
{
    private const string Running = "running/", Head = "/head", State = "/state", Ended = "ended/";

    /// <summary>Ends that found no room on the disk: written after the next write that does.</summary>
    private readonly ConcurrentQueue<JobRecord> _late = new();

    /// <summary>Records that go with the next end.</summary>
    private readonly ConcurrentQueue<JobId> _forgotten = new();

    public ValueTask BeginAsync(JobHead head, JobState state, CancellationToken cancellationToken) => WriteAsync(
        StoreTransaction.Empty
            .Put(Running + head.Id + Head, JournalJson.Write(head))
            .Put(Running + head.Id + State, JournalJson.Write(state)),
        cancellationToken);

    public ValueTask WriteAsync(JobId id, JobState state, CancellationToken cancellationToken) =>
        WriteAsync(StoreTransaction.Empty.Put(Running + id + State, JournalJson.Write(state)), cancellationToken);

    /// <summary>Nothing is left to do for the job.</summary>
    public ValueTask EndAsync(JobRecord record) => WriteAsync(EndOf(record), CancellationToken.None);

    /// <summary>
    /// The same, as soon as it can be written: a job that was answered as undone must not be taken up again at the
    /// next start.
    /// </summary>
    public void EndLater(JobRecord record) => _late.Enqueue(record);

    /// <summary>Records that are no longer kept.</summary>
    public void Forget(IEnumerable<JobId> ids)
    {
        foreach (var id in ids)
        {
            _forgotten.Enqueue(id);
        }
    }

    public async ValueTask<IReadOnlyList<JobRecord>> ReadEndedAsync(CancellationToken cancellationToken)
    {
        var ended = await store.RangeAsync(Ended, cancellationToken);
        return [.. ended.Entries.Select(JournalJson.Read<JobRecord>).OrderBy(record => record.EndedAt)];
    }

    public async ValueTask<IReadOnlyList<UnfinishedJob>> ReadUnfinishedAsync(CancellationToken cancellationToken)
    {
        var running = (await store.RangeAsync(Running, cancellationToken)).Entries.ToDictionary(entry => entry.Key, StringComparer.Ordinal);
        return
        [
            .. running.Values
                .Where(entry => entry.Key.EndsWith(Head, StringComparison.Ordinal))
                .Select(entry => new UnfinishedJob(
                    JournalJson.Read<JobHead>(entry), JournalJson.Read<JobState>(running[entry.Key[..^Head.Length] + State])))
                .OrderBy(job => job.Head.StartedAt),
        ];
    }

    private StoreTransaction EndOf(JobRecord record)
    {
        var transaction = StoreTransaction.Empty
            .Delete(Running + record.Id + Head)
            .Delete(Running + record.Id + State)
            .Put(Ended + record.Id, JournalJson.Write(record));
        while (_forgotten.TryDequeue(out var id))
        {
            transaction = transaction.Delete(Ended + id);
        }
        return transaction;
    }

    private async ValueTask WriteAsync(StoreTransaction transaction, CancellationToken cancellationToken)
    {
        await store.CommitAsync(transaction, cancellationToken);
        while (_late.TryDequeue(out var late))
        {
            try
            {
                await store.CommitAsync(EndOf(late), CancellationToken.None);
            }
            catch (MachineryException)
            {
                // Still no room for it. What was to be written now has been.
                _late.Enqueue(late);
                return;
            }
        }
    }
}
