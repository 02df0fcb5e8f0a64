using System.Globalization;
using Pando.Jobs.Journal;
using Pando.Model.Errors;
using Pando.Model.Jobs;

namespace Pando.Jobs;

/// <summary>Names how a job ended other than well.</summary>
internal static class JobFailures
{
    /// <summary>A failure that has a name keeps it; another one gets the step's.</summary>
    public static PandoException Name(Exception failure, string kind, string step) => failure as PandoException
        ?? new MachineryException(ErrorCodes.Job.StepBroke, failure, ("job", kind), ("step", step));

    public static CallerException Cancelled(JobHead head) =>
        new(ErrorCodes.Job.Cancelled, ("job", head.Kind), ("subject", head.Subject));

    public static MachineryException Interrupted(JobHead head) =>
        new(ErrorCodes.Job.Interrupted, ("job", head.Kind), ("subject", head.Subject));

    /// <summary>Its words are why the undo failed.</summary>
    public static MachineryException Stuck(JobHead head, JobState state, Exception why) => new(
        ErrorCodes.Job.Stuck, why,
        ("job", head.Kind), ("subject", head.Subject), ("failure", state.Failure?.Code.Name ?? ""), ("left", string.Join(", ", state.Begun)));

    public static MachineryException UnknownKind(JobHead head) =>
        new(ErrorCodes.Job.UnknownKind, ("job", head.Id.ToString()), ("kind", head.Kind));

    public static JobFailure ToFailure(this PandoException failure, string step) =>
        new(failure.Code, [.. failure.Facts], failure.PeerWords, step);
}
