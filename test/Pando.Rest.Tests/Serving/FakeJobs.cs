using System.Collections.Concurrent;
using Pando.Model;
using Pando.Model.Jobs;
using Pando.Model.Ports;

namespace Pando.Rest.Tests.Serving;

/// <summary>Jobs that end when the test says so.</summary>
internal sealed class FakeJobs : IJobs
{
    private readonly ConcurrentDictionary<JobId, FakeJob> _jobs = new();

    public FakeJob Begin(string kind, string subject)
    {
        var job = new FakeJob(kind, subject);
        _jobs[job.Id] = job;
        return job;
    }

    public void Register(JobKind kind)
    {
        // Storage makes its kinds known; the tests run none of them.
    }

    public ValueTask<IRunningJob> StartAsync(
        string kind, string subject, ReadOnlyMemory<byte> input, Caller by, IReadOnlyList<JobStep>? steps = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public IReadOnlyList<JobRecord> List() => [.. _jobs.Values.Select(job => job.Record).OrderByDescending(record => record.StartedAt)];

    public JobRecord? Find(JobId id) => _jobs.GetValueOrDefault(id)?.Record;

    public Task<JobRecord>? WaitAsync(JobId id) => _jobs.GetValueOrDefault(id)?.Completion;

    public bool Cancel(JobId id)
    {
        _jobs.GetValueOrDefault(id)?.Cancel();
        return true;
    }

    public Task RecoverAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
}

/// <summary>One of them.</summary>
internal sealed class FakeJob : IRunningJob
{
    private static readonly DateTimeOffset Then = new(2026, 11, 2, 12, 3, 0, TimeSpan.Zero);
    private readonly TaskCompletionSource<JobRecord> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FakeJob(string kind, string subject) => Record = new JobRecord(
        new JobId(Guid.CreateVersion7()), kind, subject, "an", JobPhase.Running, Then, null,
        new JobProgress("copy", 1, 2, 512, 1024, "bytes", 256.5, TimeSpan.FromSeconds(2), "a.qcow2"), null, new Dictionary<string, string>());

    public JobRecord Record { get; private set; }

    public JobId Id => Record.Id;

    public Task<JobRecord> Completion => _end.Task;

    public void End(JobPhase phase, JobFailure? failure = null)
    {
        Record = Record with { Phase = phase, EndedAt = Then.AddSeconds(9), Failure = failure };
        _end.TrySetResult(Record);
    }

    public void Cancel() => End(JobPhase.Cancelled);
}
