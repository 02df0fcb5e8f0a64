namespace Pando.Model.Jobs;

/// <summary>
/// One step of a job, with its undo beside it. Both may be run more than once and after a crash in the middle:
/// <see cref="UndoAsync"/> must cope with a <see cref="DoAsync"/> that was only begun, knowing only the job's input
/// and the notes it took.
/// </summary>
public abstract class JobStep
{
    /// <summary>A stable name, such as <c>create-volume</c>: it stands in the journal.</summary>
    public abstract string Name { get; }

    /// <summary>Does it.</summary>
    public abstract ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken);

    /// <summary>Undoes it. Nothing to undo is no error.</summary>
    public abstract ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken);
}

/// <summary>What a step may use of the job that it is part of.</summary>
public interface IJobContext
{
    /// <summary>The job.</summary>
    JobId Id { get; }

    /// <summary>Who asked for it.</summary>
    Caller By { get; }

    /// <summary>What the steps wrote down: survives a crash.</summary>
    IReadOnlyDictionary<string, string> Notes { get; }

    /// <summary>Writes a note to the journal; when it returns, the note survives a crash. Take it before the deed it is about.</summary>
    ValueTask NoteAsync(string name, string value, CancellationToken cancellationToken = default);

    /// <summary>What the job's caller gets when it is done.</summary>
    void SetResult(string name, string value);

    /// <summary>Reports how far this step is. Cheap: may be called often.</summary>
    void Report(long done, long? total, string unit, string? note = null);
}
