namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>Jobs: how one can end other than well.</summary>
    public static class Job
    {
        /// <summary>It was cancelled, and what it had done is undone. Facts: job, subject.</summary>
        public static readonly ErrorCode Cancelled = new("job.cancelled", ErrorKind.Cancelled);

        /// <summary>The daemon ended in the middle of it, and what it had done is undone. Facts: job, subject.</summary>
        public static readonly ErrorCode Interrupted = new("job.interrupted", ErrorKind.Broken);

        /// <summary>It failed, and so did undoing it. Facts: job, subject, failure (a code), left.</summary>
        public static readonly ErrorCode Stuck = new("job.stuck", ErrorKind.Broken);

        /// <summary>A step failed of something that has no name of its own. Facts: job, step.</summary>
        public static readonly ErrorCode StepBroke = new("job.step-broke", ErrorKind.Broken);

        /// <summary>A job found in the journal is of a kind that this version does not know. Facts: job, kind.</summary>
        public static readonly ErrorCode UnknownKind = new("job.unknown-kind", ErrorKind.Broken);

        /// <summary>No job has that id. Facts: id.</summary>
        public static readonly ErrorCode NotFound = new("job.not-found", ErrorKind.NotFound);
    }
}
