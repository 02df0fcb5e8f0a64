using System.Collections.Concurrent;
using Pando.Jobs;
using Pando.Model;
using Pando.Model.Jobs;
using Pando.Model.Ports;
using Pando.State;

namespace Pando.Rest.Tests.Serving;

/// <summary>Real jobs over a real journal, whose one step ends when the test says so.</summary>
internal sealed class HeldJobs : IAsyncDisposable
{
    private readonly SqliteStore _journal;
    private readonly ConcurrentDictionary<string, bool> _kinds = new(StringComparer.Ordinal);

    private HeldJobs(SqliteStore journal, IEvents events)
    {
        _journal = journal;
        Runner = new JobRunner(journal, events, TimeProvider.System);
    }

    public JobRunner Runner { get; }

    public static async Task<HeldJobs> OpenAsync(string folder, IEvents events) =>
        new(await SqliteStore.OpenAsync(Path.Combine(folder, "journal.db"), SqliteStoreOptions.Journal, Limit.Token()), events);

    public async Task<HeldJob> BeginAsync(string kind, string subject)
    {
        if (_kinds.TryAdd(kind, true))
        {
            Runner.Register(new HeldKind(kind));
        }
        var step = new HeldStep();
        var running = await Runner.StartAsync(kind, subject, ReadOnlyMemory<byte>.Empty, new Caller("an"), [step], Limit.Token());
        await step.Reached.WaitAsync(Limit.Short);
        return new HeldJob(running, step);
    }

    public async ValueTask DisposeAsync()
    {
        await Runner.DisposeAsync();
        await _journal.DisposeAsync();
    }

    private sealed class HeldKind(string name) : JobKind
    {
        public override string Name => name;

        public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input) => [new HeldStep()];
    }
}

/// <summary>One of them.</summary>
internal sealed class HeldJob(IRunningJob running, HeldStep step)
{
    public IRunningJob Running => running;

    public JobId Id => running.Id;

    public Task<JobRecord> Completion => running.Completion;

    public async Task EndAsync()
    {
        step.End();
        await running.Completion.WaitAsync(Limit.Short);
    }

    public async Task FailAsync(Exception failure)
    {
        step.Fail(failure);
        await Assert.ThrowsAnyAsync<Exception>(() => running.Completion.WaitAsync(Limit.Short));
    }
}

/// <summary>The step that waits.</summary>
internal sealed class HeldStep : JobStep
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override string Name => "copy";

    public Task Reached => _reached.Task;

    public void End() => _end.TrySetResult();

    public void Fail(Exception failure) => _end.TrySetException(failure);

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        job.Report(512, 1024, "bytes", "a.qcow2");
        job.SetResult("volume", "/images/a.qcow2");
        _reached.TrySetResult();
        await _end.Task.WaitAsync(cancellationToken);
    }

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
