using Pando.Jobs.Journal;
using Pando.Jobs.Running;
using Pando.Model.Errors;
using Pando.Model.Jobs;

namespace Pando.Jobs;

/// <summary>What becomes of the jobs that an earlier daemon did not end.</summary>
public sealed partial class JobRunner
{
    /// <inheritdoc/>
    public async Task RecoverAsync(CancellationToken cancellationToken = default)
    {
        foreach (var ended in await _around.Journal.ReadEndedAsync(cancellationToken))
        {
            _around.Journal.Forget(_around.Ended.Add(ended));
        }
        var undone = new List<Task>();
        foreach (var left in await _around.Journal.ReadUnfinishedAsync(cancellationToken))
        {
            if (TryTakeUp(left) is { Resumes: false } taken)
            {
                undone.Add(taken.Job.End);
            }
        }
        // What is resumed may last for hours; what is undone is waited for, so that the engine begins on clean ground.
        await Task.WhenAll(undone).WaitAsync(cancellationToken);
    }

    /// <summary>Null where this version cannot: the record says so, and the journal keeps the job for one that can.</summary>
    private (RunningJob Job, bool Resumes)? TryTakeUp(UnfinishedJob left)
    {
        var head = left.Head;
        try
        {
            var kind = _kinds.GetValueOrDefault(head.Kind) ?? throw JobFailures.UnknownKind(head);
            var steps = kind.Plan(head.Input);
            RequireDistinctNames(steps);
            var resumes = left.State.Failure is null && kind.RecoveryAfter(left.State.Begun) == JobRecovery.Resume && IsBegun(steps, left.State);
            var state = resumes || left.State.Failure is not null
                ? left.State
                : left.State with { Failure = JobFailures.Interrupted(head).ToFailure(left.State.Begun.LastOrDefault() ?? "") };
            _around.Log.Recovering(head.Id, head.Kind, resumes ? "resuming it" : "undoing it");
            return (Run(new RunningJob(_around, head, state with { Stuck = null }, steps), head, resumes ? "resume" : "undo"), resumes);
        }
        catch (Exception failure)
        {
            _around.Log.UndoFailed(head.Id, head.Kind, left.State.Begun.LastOrDefault() ?? "", failure);
            var stuck = JobFailures.Stuck(head, left.State, failure).ToFailure(left.State.Begun.LastOrDefault() ?? "");
            _around.Ended.Add(new JobRecord(
                head.Id, head.Kind, head.Subject, head.By.Name, JobPhase.Stuck, head.StartedAt, _around.Time.GetUtcNow(),
                new JobProgress(stuck.Step, left.State.Begun.Count, left.State.Begun.Count), stuck,
                new Dictionary<string, string>(StringComparer.Ordinal)));
            return null;
        }
    }

    /// <summary>Whether the steps that the journal names are the first of this plan; a newer version's may differ.</summary>
    private static bool IsBegun(IReadOnlyList<JobStep> steps, JobState state) =>
        state.Begun.Count <= steps.Count && state.Begun.SequenceEqual(steps.Take(state.Begun.Count).Select(step => step.Name), StringComparer.Ordinal);
}
