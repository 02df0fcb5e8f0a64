namespace Pando.Model.Jobs;

/// <summary>What becomes of a job that the daemon died in.</summary>
public enum JobRecovery
{
    /// <summary>Its steps are undone in reverse.</summary>
    Undo,

    /// <summary>The step it was in is done again, and the ones after it.</summary>
    Resume,
}

/// <summary>
/// One kind of job. The same input gives the same steps, before and after a crash: the plan is not stored, the input is.
/// </summary>
public abstract class JobKind
{
    /// <summary>A stable name: <c>machine.start</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What becomes of it after a crash.</summary>
    public virtual JobRecovery Recovery => JobRecovery.Undo;

    /// <summary>The same, where it depends on how far the job had come: behind a point there is only forward.</summary>
    /// <param name="begun">The steps it had begun, in order.</param>
    public virtual JobRecovery RecoveryAfter(IReadOnlyList<string> begun) => Recovery;

    /// <summary>The steps for an input (JSON), fresh objects each time.</summary>
    public abstract IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input);
}
