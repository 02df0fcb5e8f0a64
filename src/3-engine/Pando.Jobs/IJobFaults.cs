namespace Pando.Jobs;

/// <summary>Where a job is when <see cref="IJobFaults"/> is asked.</summary>
public enum JobMoment
{
    /// <summary>The step is in the journal; its deed has not begun.</summary>
    BeforeDo,

    /// <summary>The deed is done; the journal does not know it yet.</summary>
    AfterDo,

    /// <summary>The undo has not begun.</summary>
    BeforeUndo,

    /// <summary>The undo is done; the journal does not know it yet.</summary>
    AfterUndo,
}

/// <summary>
/// Where tests let a job fail or the process die: asked before and after each deed and each undo. The daemon is put
/// together without one.
/// </summary>
public interface IJobFaults
{
    /// <summary>May throw, which fails the deed or the undo, or end the process.</summary>
    /// <param name="kind">The job's kind.</param>
    /// <param name="step">The step's name.</param>
    /// <param name="moment">Where the job is.</param>
    void Strike(string kind, string step, JobMoment moment);
}

/// <summary>Lets everything pass.</summary>
internal sealed class NoFaults : IJobFaults
{
    public void Strike(string kind, string step, JobMoment moment)
    {
    }
}
