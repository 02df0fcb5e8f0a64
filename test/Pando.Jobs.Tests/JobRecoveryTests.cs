using System.Text;
using Pando.Jobs.Tests.Sample;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Jobs;

namespace Pando.Jobs.Tests;

/// <summary>What becomes of jobs whose daemon ended in the middle.</summary>
public class JobRecoveryTests
{
    private const int Killed = 128 + 9;

    public static TheoryData<JobRecovery, string, JobMoment> EveryMoment()
    {
        var all = new TheoryData<JobRecovery, string, JobMoment>();
        foreach (var recovery in Enum.GetValues<JobRecovery>())
        {
            foreach (var step in SampleJob.Steps)
            {
                foreach (var moment in Enum.GetValues<JobMoment>())
                {
                    all.Add(recovery, step, moment);
                }
            }
        }
        return all;
    }

    [Theory]
    [MemberData(nameof(EveryMoment))]
    public async Task After_kill_9_the_world_is_as_before_or_as_done(JobRecovery recovery, string step, JobMoment moment)
    {
        await using var bench = new Bench { Recovery = recovery };
        Assert.Equal(Killed, await Victim.KillAsync(bench.Folder, recovery, step, moment));
        await bench.StartAsync();
        await bench.Jobs.RecoverAsync().WaitAsync(Bench.Limit);
        var record = await bench.Jobs.WaitAsync(Assert.Single(bench.Jobs.List()).Id)!.WaitAsync(Bench.Limit);

        if (moment is JobMoment.BeforeUndo or JobMoment.AfterUndo)
        {
            Assert.Empty(bench.World.Things);
            Assert.Equal((JobPhase.Failed, ErrorCodes.Job.StepBroke, "run"), (record.Phase, record.Failure!.Code, record.Failure.Step));
        }
        else if (recovery == JobRecovery.Resume)
        {
            SampleJob.AssertDone(bench.World);
            Assert.Equal(JobPhase.Done, record.Phase);
            Assert.Equal("tap", record.Result["make-tap"]);
        }
        else
        {
            Assert.Empty(bench.World.Things);
            Assert.Equal((JobPhase.Failed, ErrorCodes.Job.Interrupted, step), (record.Phase, record.Failure!.Code, record.Failure.Step));
        }

        // It is over: the next start finds a record and nothing to do.
        bench.Faults.Seen.Clear();
        await bench.RestartAsync();
        Assert.Equal(record.Phase, Assert.Single(bench.Jobs.List()).Phase);
        Assert.Empty(bench.Faults.Seen);
    }

    [Fact]
    public async Task A_daemon_that_is_stopped_leaves_its_jobs_to_the_next()
    {
        await using var bench = await new Bench { Recovery = JobRecovery.Resume }.StartAsync();
        var waiting = new WaitingStep("make-disk");
        var job = await bench.RunAsync([new MakeThing(bench.World, "make-tap", "tap"), waiting]);
        await waiting.Running.WaitAsync(Bench.Limit);
        await bench.StopAsync();
        var interrupted = await Assert.ThrowsAsync<MachineryException>(() => job.Completion);
        Assert.Equal(ErrorCodes.Job.Interrupted, interrupted.Code);
        Assert.Equal(["tap"], bench.World.Things);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await bench.RunAsync());

        await bench.StartAsync();
        await bench.Jobs.RecoverAsync().WaitAsync(Bench.Limit);
        Assert.Equal(JobPhase.Done, (await bench.Jobs.WaitAsync(job.Id)!.WaitAsync(Bench.Limit)).Phase);
        SampleJob.AssertDone(bench.World);
    }

    [Fact]
    public async Task Recovery_waits_for_what_is_undone_and_not_for_what_is_resumed()
    {
        var (undone, resumed) = (new WaitingStep(), new WaitingStep());
        GivenKind[] kinds = [new("undone", JobRecovery.Undo, () => undone), new("resumed", JobRecovery.Resume, () => resumed)];
        await using var bench = await new Bench().StartAsync(kinds);
        await bench.Jobs.StartAsync("undone", "x", default, Caller.Daemon);
        var job = await bench.Jobs.StartAsync("resumed", "x", default, Caller.Daemon);
        await Task.WhenAll(undone.Running, resumed.Running).WaitAsync(Bench.Limit);

        await bench.RestartAsync(kinds);
        Assert.Equal(JobPhase.Running, bench.Jobs.Find(job.Id)!.Phase);
        Assert.Equal(JobPhase.Failed, bench.Jobs.List().Single(record => record.Kind == "undone").Phase);
        resumed.LetGo();
        Assert.Equal(JobPhase.Done, (await bench.Jobs.WaitAsync(job.Id)!.WaitAsync(Bench.Limit)).Phase);
    }

    [Fact]
    public async Task A_job_of_an_unknown_kind_is_stuck_and_kept_for_a_version_that_knows_it()
    {
        var waiting = new WaitingStep();
        GivenKind known = new("known", JobRecovery.Undo, () => waiting), other = new("other", JobRecovery.Undo);
        await using var bench = await new Bench().StartAsync(known);
        var job = await bench.Jobs.StartAsync("known", "x", default, Caller.Daemon);
        await waiting.Running.WaitAsync(Bench.Limit);

        await bench.RestartAsync(other);
        var record = bench.Jobs.Find(job.Id)!;
        Assert.Equal((JobPhase.Stuck, ErrorCodes.Job.Stuck), (record.Phase, record.Failure!.Code));
        Assert.Contains("'known'", record.Failure.PeerWords, StringComparison.Ordinal);
        await bench.RestartAsync(known);
        Assert.Equal(JobPhase.Failed, bench.Jobs.Find(job.Id)!.Phase);
    }

    [Fact]
    public async Task A_plan_of_another_version_is_undone_as_far_as_it_knows_the_steps()
    {
        var waiting = new WaitingStep("second");
        await using var bench = new Bench();
        var before = new GivenKind("kind", JobRecovery.Resume, () => new MakeThing(bench.World, "first", "tap"), () => waiting);
        var after = new GivenKind("kind", JobRecovery.Resume, () => new WaitingStep("new"), () => waiting, () => new MakeThing(bench.World, "first", "tap"));
        var strange = new GivenKind("kind", JobRecovery.Resume, () => new WaitingStep("new"), () => waiting);
        await bench.StartAsync(before);
        var job = await bench.Jobs.StartAsync("kind", "x", default, Caller.Daemon);
        await waiting.Running.WaitAsync(Bench.Limit);

        await bench.RestartAsync(strange);
        Assert.Equal(JobPhase.Stuck, bench.Jobs.Find(job.Id)!.Phase);
        Assert.Equal("first", bench.Jobs.Find(job.Id)!.Failure!.Step);
        Assert.Equal(["tap"], bench.World.Things);
        await bench.RestartAsync(after);
        Assert.Equal(JobPhase.Failed, bench.Jobs.Find(job.Id)!.Phase);
        Assert.Empty(bench.World.Things);
    }

    [Fact]
    public async Task What_the_callers_steps_know_is_not_in_the_journal()
    {
        const string secret = "correct-horse-battery-staple";
        await using var bench = await new Bench().StartAsync();
        var waiting = new SecretStep(secret);
        var job = await bench.RunAsync([waiting]);
        await job.Completion.WaitAsync(Bench.Limit);
        Assert.Equal(secret, waiting.Used);
        await bench.StopAsync();
        foreach (var file in Directory.GetFiles(bench.Folder, "journal.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain(secret, Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
        }
        await bench.StartAsync();
    }

    [Fact]
    public async Task Without_room_for_the_journal_no_job_starts()
    {
        await using var bench = await new Bench { Between = store => new FlakyJournal(store, _ => true) }.StartAsync();
        var full = await Assert.ThrowsAsync<MachineryException>(async () => await bench.RunAsync());
        Assert.Equal(ErrorCodes.State.Full, full.Code);
        Assert.Empty(bench.Jobs.List());
        Assert.Empty(bench.World.Things);
    }

    [Theory]
    [InlineData(2), InlineData(3), InlineData(4)]
    public async Task When_the_journal_fills_up_the_job_is_undone_and_never_taken_up_again(int at)
    {
        var room = false;
        await using var bench = await new Bench { Recovery = JobRecovery.Resume, Between = store => new FlakyJournal(store, n => n >= at && !Volatile.Read(ref room)) }.StartAsync();
        var job = await bench.RunAsync();
        var full = await Assert.ThrowsAsync<MachineryException>(() => job.Completion.WaitAsync(Bench.Limit));
        Assert.Equal(ErrorCodes.State.Full, full.Code);
        Assert.Empty(bench.World.Things);

        // The next write there is room for tells the journal the end of the first job too.
        Volatile.Write(ref room, true);
        await (await bench.RunAsync([])).Completion.WaitAsync(Bench.Limit);
        bench.Faults.Seen.Clear();
        await bench.RestartAsync();
        Assert.Empty(bench.Faults.Seen);
        Assert.Equal(JobPhase.Failed, bench.Jobs.Find(job.Id)!.Phase);
    }

    private sealed class SecretStep(string secret) : JobStep
    {
        public string? Used { get; private set; }

        public override string Name => "make-tap";

        public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            Used = secret;
            return ValueTask.CompletedTask;
        }

        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
