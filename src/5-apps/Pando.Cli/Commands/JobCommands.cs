using Pando.Api.Jobs;
using Pando.Cli.Failures;
using Pando.Cli.Following;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando job</c>.</summary>
internal static class JobCommands
{
    public static CliCommand Group(string name) => new(name, "job", body: null, List(), Show(), Wait(), Cancel());

    private static CliCommand List()
    {
        var active = new Flag("--active");
        return new CliCommand("list", "job-list", ListAsync, active) { Examples = ["pando job list", "pando job list --active"] };

        async Task<int> ListAsync(Run run)
        {
            var jobs = await run.Client.ListJobsAsync(run.Has(active));
            run.Show(jobs, writer =>
            {
                var texts = run.Texts;
                var table = new Table(texts["job.id"], texts["job.kind"], texts["job.subject"], texts["job.phase"], texts["job.started"], texts["job.progress"]);
                foreach (var job in jobs)
                {
                    table.Add(
                        job.Id, job.Kind, job.Subject, PhaseCell(run, job), run.Around.Time.Moment(job.StartedAt),
                        job.HasEnded ? job.Failure?.Detail : ProgressText.Of(texts, job));
                }
                table.WriteTo(writer, run.Colours);
            });
            return ExitCode.Done;
        }
    }

    private static CliCommand Show()
    {
        var id = new Operand("JOB", WordKind.Job);
        return new CliCommand("show", "job-show", ShowAsync, id) { Examples = ["pando job show 0193a5c2-7e1b-7c3f-9a57-3f1d2c4b5a69"] };

        async Task<int> ShowAsync(Run run)
        {
            var job = await run.Client.GetJobAsync(run.Value(id));
            run.Show(job, writer => Write(run, job, writer));
            return ExitCode.Done;
        }
    }

    private static CliCommand Wait()
    {
        var id = new Operand("JOB", WordKind.Job);
        return new CliCommand("wait", "job-wait", WaitAsync, id) { Examples = ["pando job wait 0193a5c2-7e1b-7c3f-9a57-3f1d2c4b5a69"] };

        async Task<int> WaitAsync(Run run)
        {
            var cancel = run.Interrupts.Token;
            var job = await new JobFollower(run, owned: false).FollowAsync(await run.Client.GetJobAsync(run.Value(id), cancellationToken: cancel));
            run.Say(job, "job.done", ("kind", job.Kind), ("subject", job.Subject));
            return ExitCode.Done;
        }
    }

    private static CliCommand Cancel()
    {
        var id = new Operand("JOB", WordKind.Job);
        return new CliCommand("cancel", "job-cancel", CancelAsync, id) { Examples = ["pando job cancel 0193a5c2-7e1b-7c3f-9a57-3f1d2c4b5a69"] };

        async Task<int> CancelAsync(Run run)
        {
            var job = await Changes.DoAsync(run, (pandod, cancel) => pandod.CancelJobAsync(run.Value(id), cancel));
            job = await new JobFollower(run, owned: false).UntilEndAsync(job);
            if (job.Phase == JobPhase.Cancelled)
            {
                run.Say(job, "job.cancelled");
                return ExitCode.Done;
            }
            throw new CliException(ExitCode.Refused, "job-ended-otherwise", ("job", job.Id), ("phase", PhaseWord(run, job.Phase)));
        }
    }

    private static void Write(Run run, Job job, TextWriter writer)
    {
        var texts = run.Texts;
        var sheet = new FactSheet()
            .Add(texts["job.id"], job.Id)
            .Add(texts["job.kind"], job.Kind)
            .Add(texts["job.subject"], job.Subject)
            .Add(texts["job.by"], job.By)
            .Add(texts["job.phase"], PhaseWord(run, job.Phase), Paint(run, job.Phase))
            .Add(texts["job.progress"], job.HasEnded ? null : ProgressText.Of(texts, job))
            .Add(texts["job.started"], run.Around.Time.Moment(job.StartedAt))
            .Add(texts["job.ended"], job.EndedAt is { } ended ? run.Around.Time.Moment(ended) : null)
            .Add(texts["job.failure"], job.Failure?.Detail, run.Colours.Bad)
            .Add(texts["job.words"], job.Failure?.PeerWords)
            .Add(texts["job.remedy"], job.Failure?.Remedy, run.Colours.Hint);
        foreach (var (name, value) in job.Result.OrderBy(result => result.Key, StringComparer.Ordinal))
        {
            sheet.Add(Printable.Of(name), value);
        }
        sheet.WriteTo(writer);
    }

    private static Cell PhaseCell(Run run, Job job) => new(PhaseWord(run, job.Phase), Paint(run, job.Phase));

    private static string PhaseWord(Run run, JobPhase phase) => run.Texts[phase switch
    {
        JobPhase.Running => "job.phase.running",
        JobPhase.Undoing => "job.phase.undoing",
        JobPhase.Done => "job.phase.done",
        JobPhase.Failed => "job.phase.failed",
        JobPhase.Cancelled => "job.phase.cancelled",
        _ => "job.phase.stuck",
    }];

    private static Func<string, string>? Paint(Run run, JobPhase phase) => phase switch
    {
        JobPhase.Done => run.Colours.Good,
        JobPhase.Failed or JobPhase.Stuck => run.Colours.Bad,
        _ => run.Colours.Warning,
    };
}
