using Microsoft.Extensions.Logging;
using Pando.Model.Jobs;

namespace Pando.Jobs;

/// <summary>What the runner writes to the log.</summary>
internal static partial class JobLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Id} ({Kind}): step {Step} failed; undoing")]
    public static partial void StepFailed(this ILogger log, JobId id, string kind, string step, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Id} ({Kind}): step {Step} could not be undone")]
    public static partial void UndoFailed(this ILogger log, JobId id, string kind, string step, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Id} ({Kind}): the journal cannot be written; going on")]
    public static partial void JournalFailed(this ILogger log, JobId id, string kind, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Id} ({Kind}): step {Step} does not stop; left behind")]
    public static partial void DidNotStop(this ILogger log, JobId id, string kind, string step);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Id} ({Kind}) was interrupted; {Recovery}")]
    public static partial void Recovering(this ILogger log, JobId id, string kind, string recovery);
}
