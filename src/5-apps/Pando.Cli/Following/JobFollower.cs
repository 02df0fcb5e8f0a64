using Pando.Api.Client;
using Pando.Api.Jobs;
using Pando.Api.Problems;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Following;

/// <summary>
/// Follows a job to its end and shows how far it is. The first Ctrl-C cancels a job that this command owns and waits until it
/// is undone; the second leaves at once. A daemon that is restarted in between is waited for: the job survives it.
/// </summary>
internal sealed class JobFollower(Run run, bool owned)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan RestartLimit = TimeSpan.FromSeconds(60);
    private bool _told;
    private bool _cancelling;

    /// <summary>Starts a job that this command owns, follows it, and answers it done; everything else is thrown.</summary>
    public static async Task<Job> OwnAsync(Run run, Func<Task<Job>> start)
    {
        var follower = new JobFollower(run, owned: true);
        return await follower.FollowAsync(await follower.StartAsync(start));
    }

    /// <summary>
    /// Starts it. What has been asked is not broken off: the answer names the job, without which it could not be cancelled.
    /// Ctrl-C is answered at once all the same.
    /// </summary>
    public async Task<T> StartAsync<T>(Func<Task<T>> start)
    {
        using var asked = run.Interrupts.Token.Register(TellCancelling);
        return await start();
    }

    /// <summary>Answers the job that is done; everything else is thrown.</summary>
    public async Task<Job> FollowAsync(Job job)
    {
        job = await UntilEndAsync(job);
        return job.Phase == JobPhase.Done ? job : throw Failure(job);
    }

    /// <summary>Answers the job when it has ended, however it did.</summary>
    public async Task<Job> UntilEndAsync(Job job)
    {
        using var line = new ProgressLine(run);
        while (!job.HasEnded)
        {
            line.Show($"{job.Phase} {job.Progress.Step}", ProgressText.Of(run.Texts, job));
            if (run.Interrupts.Token.IsCancellationRequested && !_cancelling)
            {
                _cancelling = true;
                line.Clear();
                job = await CancelAsync(job);
                continue;
            }
            job = await LookAgainAsync(job, line);
        }
        return job;
    }

    private async Task<Job> CancelAsync(Job job)
    {
        if (!owned)
        {
            run.Around.Error.WriteLine(Printable.Of(run.Texts["job.goes-on", ("job", job.Id)]));
            throw new OperationCanceledException(run.Interrupts.Token);
        }
        TellCancelling();
        return await run.Client.CancelJobAsync(job.Id);
    }

    /// <summary>Answers the first Ctrl-C.</summary>
    public void TellCancelling()
    {
        if (!_told)
        {
            _told = true;
            run.Around.Error.WriteLine(Printable.Of(run.Texts["job.cancelling"]));
        }
    }

    private async Task<Job> LookAgainAsync(Job job, ProgressLine line)
    {
        var begun = run.Around.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return await run.Client.GetJobAsync(job.Id, Look, _cancelling ? default : run.Interrupts.Token);
            }
            catch (OperationCanceledException) when (run.Interrupts.Token.IsCancellationRequested)
            {
                return job;
            }
            catch (PandoUnreachableException e) when (MayComeBack(e.Reason) && run.Around.Time.GetElapsedTime(begun) < RestartLimit)
            {
                line.Show("away", run.Texts["job.daemon-away"]);
                await PauseAsync();
            }
        }
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(Look, run.Around.Time, _cancelling ? default : run.Interrupts.Token);
        }
        catch (OperationCanceledException)
        {
            // The next look sees it.
        }
    }

    private static bool MayComeBack(UnreachableReason reason) =>
        reason is UnreachableReason.Missing or UnreachableReason.Refused or UnreachableReason.Lost or UnreachableReason.Silent;

    private Exception Failure(Job job)
    {
        if (job.Phase == JobPhase.Cancelled)
        {
            run.Around.Error.WriteLine(Printable.Of(run.Texts["job.cancelled"]));
            if (_cancelling)
            {
                return new OperationCanceledException(run.Interrupts.Token);
            }
        }
        return new PandoProblemException(job.Failure ?? new Problem
        {
            Code = "cli.job-" + (job.Phase == JobPhase.Cancelled ? "cancelled" : "failed"),
            Kind = job.Phase == JobPhase.Cancelled ? ProblemKind.Cancelled : ProblemKind.Broken,
            Detail = run.Texts["failure.job-failed", ("job", job.Id)],
        });
    }
}
