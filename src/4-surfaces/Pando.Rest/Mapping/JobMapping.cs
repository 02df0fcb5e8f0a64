using System.Globalization;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Rest.Problems;
using Wire = Pando.Api.Jobs;

namespace Pando.Rest.Mapping;

/// <summary>Jobs in the contract's words.</summary>
internal static class JobMapping
{
    /// <summary>One job; its failure in the reader's language.</summary>
    public static Wire.Job Of(JobRecord job, CultureInfo culture) => new()
    {
        Id = job.Id.ToString(),
        Kind = job.Kind,
        Subject = job.Subject,
        By = job.By,
        Phase = Phase(job.Phase),
        StartedAt = job.StartedAt,
        EndedAt = job.EndedAt,
        Progress = Progress(job.Progress),
        Failure = Failure(job, culture),
        Result = job.Result,
    };

    private static Wire.JobProgress Progress(JobProgress progress) => new()
    {
        Step = progress.Step,
        StepNumber = progress.StepNumber,
        StepCount = progress.StepCount,
        Done = progress.Done,
        Total = progress.Total,
        Unit = progress.Unit,
        RatePerSecond = progress.RatePerSecond,
        SecondsLeft = progress.Left?.TotalSeconds,
        Note = progress.Note,
    };

    private static Pando.Api.Problems.Problem? Failure(JobRecord job, CultureInfo culture) => job switch
    {
        { Failure: { } failure } => ProblemMapping.Of(failure.Code, failure.Facts, failure.PeerWords, failure.Step, culture),
        { Phase: JobPhase.Cancelled } => ProblemMapping.Of(
            ErrorCodes.Job.Cancelled, [("job", job.Kind), ("subject", job.Subject)], null, job.Progress.Step, culture),
        _ => null,
    };

    private static Wire.JobPhase Phase(JobPhase phase) => phase switch
    {
        JobPhase.Running => Wire.JobPhase.Running,
        JobPhase.Undoing => Wire.JobPhase.Undoing,
        JobPhase.Done => Wire.JobPhase.Done,
        JobPhase.Failed => Wire.JobPhase.Failed,
        JobPhase.Cancelled => Wire.JobPhase.Cancelled,
        JobPhase.Stuck => Wire.JobPhase.Stuck,
        _ => throw new ArgumentOutOfRangeException(nameof(phase)),
    };
}
