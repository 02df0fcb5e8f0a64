using Pando.Model.Jobs;

namespace Pando.Jobs.Tests.Sample;

/// <summary>A step that lasts until it is let go or cancelled.</summary>
internal sealed class WaitingStep(string name = "wait") : JobStep
{
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<IJobContext> _running = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override string Name => name;

    /// <summary>Ends once the step runs.</summary>
    public Task<IJobContext> Running => _running.Task;

    public void LetGo() => _go.TrySetResult();

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        _running.TrySetResult(job);
        await _go.Task.WaitAsync(cancellationToken);
    }

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

/// <summary>A kind whose plan is what the test gave.</summary>
internal sealed class GivenKind(string name, JobRecovery recovery, params Func<JobStep>[] steps) : JobKind
{
    public override string Name => name;

    public override JobRecovery Recovery => recovery;

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input) => [.. steps.Select(step => step())];
}
