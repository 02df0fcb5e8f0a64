using Pando.Model.Errors;

namespace Pando.Model.Jobs;

/// <summary>A job's identity.</summary>
/// <param name="Value">Sortable by time (UUID version 7).</param>
public readonly record struct JobId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>Where a job is.</summary>
public enum JobPhase
{
    /// <summary>Its steps are being done.</summary>
    Running,

    /// <summary>It failed or was cancelled, and its finished steps are being undone.</summary>
    Undoing,

    /// <summary>All steps are done.</summary>
    Done,

    /// <summary>It failed; everything that it did is undone.</summary>
    Failed,

    /// <summary>It was cancelled; everything that it did is undone.</summary>
    Cancelled,

    /// <summary>It failed, and so did an undo: something is left, and the record says what.</summary>
    Stuck,
}

/// <summary>How far a job is, in real units.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="StepNumber">1 for the first.</param>
/// <param name="StepCount">How many there are.</param>
/// <param name="Done">How much of this step is done, in <paramref name="Unit"/>; null where it has no measure.</param>
/// <param name="Total">How much there is; null where it is not known.</param>
/// <param name="Unit"><c>bytes</c>, <c>packages</c>, <c>seconds</c>…</param>
/// <param name="RatePerSecond">Units a second, lately.</param>
/// <param name="Left">The time left at that rate.</param>
/// <param name="Note">What it is doing right now, such as a package's name.</param>
public sealed record JobProgress(
    string Step, int StepNumber, int StepCount, long? Done = null, long? Total = null, string? Unit = null,
    double? RatePerSecond = null, TimeSpan? Left = null, string? Note = null);

/// <summary>A job as anybody may see it.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Kind">What is done: <c>machine.start</c>, <c>image.build</c>…</param>
/// <param name="Subject">To what: a machine's name, a path.</param>
/// <param name="By">Who asked.</param>
/// <param name="Phase">Where it is.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
/// <param name="Result">What came of it, by name (a volume's path); empty until it is done.</param>
public sealed record JobRecord(
    JobId Id, string Kind, string Subject, string By, JobPhase Phase, DateTimeOffset StartedAt, DateTimeOffset? EndedAt,
    JobProgress Progress, JobFailure? Failure, IReadOnlyDictionary<string, string> Result)
{
    /// <summary>Whether nothing more will happen.</summary>
    public bool HasEnded => EndedAt is not null;
}

/// <summary>Why a job failed, in a form that survives a restart.</summary>
public sealed record JobFailure(ErrorCode Code, IReadOnlyList<ErrorFact> Facts, string? PeerWords, string Step);
