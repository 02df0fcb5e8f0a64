using Pando.Model.Jobs;

namespace Pando.Jobs;

/// <summary>A job's words in events.</summary>
internal static class JobWords
{
    public static string Of(JobPhase phase) => phase switch
    {
        JobPhase.Running => "running",
        JobPhase.Undoing => "undoing",
        JobPhase.Done => "done",
        JobPhase.Failed => "failed",
        JobPhase.Cancelled => "cancelled",
        _ => "stuck",
    };
}
