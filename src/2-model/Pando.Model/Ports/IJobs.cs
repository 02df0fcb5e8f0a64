using Pando.Model.Jobs;

namespace Pando.Model.Ports;

/// <summary>
/// Runs durable jobs. A step is in the journal before it is done; a job that fails or is cancelled undoes what it
/// did; one that the daemon died in is undone or resumed at the next start.
/// </summary>
public interface IJobs
{
    /// <summary>Makes a kind known, so that it can be recovered. All kinds are known before <see cref="RecoverAsync"/>.</summary>
    void Register(JobKind kind);

    /// <summary>
    /// Starts a job of a known kind. It goes on when the caller's connection ends; only <see cref="Cancel"/> ends it.
    /// </summary>
    /// <param name="kind">The name of a registered kind.</param>
    /// <param name="subject">What it is done to, for people.</param>
    /// <param name="input">All that its plan needs (JSON, without secrets).</param>
    /// <param name="by">Who asks.</param>
    /// <param name="steps">The plan, where the caller keeps something of its own in it; null: <see cref="JobKind.Plan"/> of the input.</param>
    /// <param name="cancellationToken">Ends the wait for the journal, not the job.</param>
    ValueTask<IRunningJob> StartAsync(
        string kind, string subject, ReadOnlyMemory<byte> input, Caller by, IReadOnlyList<JobStep>? steps = null,
        CancellationToken cancellationToken = default);

    /// <summary>All jobs that run and the last thousand that ended, newest first. Never waits.</summary>
    IReadOnlyList<JobRecord> List();

    /// <summary>One job, or null.</summary>
    JobRecord? Find(JobId id);

    /// <summary>The job's own end, for whoever wants to wait; null for an unknown one. An ended one is answered at once.</summary>
    Task<JobRecord>? WaitAsync(JobId id);

    /// <summary>Asks a running job to stop and undo. False when it is unknown or has ended.</summary>
    bool Cancel(JobId id);

    /// <summary>Finishes what a daemon that died left: undoes or resumes each unfinished job. Once, at start-up.</summary>
    Task RecoverAsync(CancellationToken cancellationToken = default);
}

/// <summary>A job that was started.</summary>
public interface IRunningJob
{
    /// <summary>Its identity.</summary>
    JobId Id { get; }

    /// <summary>Ends with the job; throws what it failed of, after everything is undone.</summary>
    Task<JobRecord> Completion { get; }

    /// <summary>Asks it to stop and undo.</summary>
    void Cancel();
}
