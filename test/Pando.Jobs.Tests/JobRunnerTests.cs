using Pando.Jobs.Tests.Sample;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Jobs;

namespace Pando.Jobs.Tests;

public class JobRunnerTests
{
    [Fact]
    public async Task A_job_that_goes_well_leaves_its_work_its_result_and_its_record()
    {
        await using var bench = await new Bench().StartAsync();
        var job = await bench.RunAsync();
        var record = await job.Completion.WaitAsync(Bench.Limit);

        SampleJob.AssertDone(bench.World);
        Assert.Equal((JobPhase.Done, "sample.make", "sample", "tester"), (record.Phase, record.Kind, record.Subject, record.By));
        Assert.Equal("disk", record.Result["make-disk"]);
        Assert.Equal(("run", 3, 3), (record.Progress.Step, record.Progress.StepNumber, record.Progress.StepCount));
        Assert.Null(record.Failure);
        Assert.Equal(record, bench.Jobs.Find(job.Id));
        Assert.Equal(record, Assert.Single(bench.Jobs.List()));
        Assert.Equal(record, await bench.Jobs.WaitAsync(job.Id)!);
        Assert.False(bench.Jobs.Cancel(job.Id));
    }

    [Fact]
    public async Task A_job_without_steps_is_done()
    {
        await using var bench = await new Bench().StartAsync();
        Assert.Equal(JobPhase.Done, (await (await bench.RunAsync([])).Completion.WaitAsync(Bench.Limit)).Phase);
    }

    [Fact]
    public async Task An_unknown_job_is_not_found()
    {
        await using var bench = await new Bench().StartAsync();
        var unknown = new JobId(Guid.NewGuid());
        Assert.Null(bench.Jobs.Find(unknown));
        Assert.Null(bench.Jobs.WaitAsync(unknown));
        Assert.False(bench.Jobs.Cancel(unknown));
        await Assert.ThrowsAsync<ArgumentException>(async () => await bench.Jobs.StartAsync("none", "x", default, Caller.Daemon));
        Assert.Throws<ArgumentException>(() => bench.Jobs.Register(new SampleJob(bench.World, JobRecovery.Undo)));
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2)]
    public async Task A_step_that_fails_undoes_it_and_the_ones_before(int failing)
    {
        foreach (var moment in new[] { JobMoment.BeforeDo, JobMoment.AfterDo })
        {
            await using var bench = await new Bench().StartAsync();
            bench.Faults.At(SampleJob.Steps[failing], moment, () => throw new PeerException(ErrorCodes.Domain.QemuExited, "no!", ("name", "web1"), ("status", "1")));
            var job = await bench.RunAsync();
            var failure = await Assert.ThrowsAsync<PeerException>(() => job.Completion.WaitAsync(Bench.Limit));

            Assert.Equal("no!", failure.PeerWords);
            Assert.Empty(bench.World.Things);
            var record = bench.Jobs.Find(job.Id)!;
            Assert.Equal((JobPhase.Failed, SampleJob.Steps[failing]), (record.Phase, record.Failure!.Step));
            Assert.Equal((ErrorCodes.Domain.QemuExited, "no!"), (record.Failure.Code, record.Failure.PeerWords));
            Assert.Empty(record.Result);
            var undone = bench.Faults.Seen.Where(seen => seen.Moment == JobMoment.AfterUndo).Select(seen => seen.Step);
            Assert.Equal(SampleJob.Steps.Take(failing + 1).Reverse(), undone);
        }
    }

    [Fact]
    public async Task A_failure_without_a_name_gets_the_steps()
    {
        await using var bench = await new Bench().StartAsync();
        bench.Faults.At("make-disk", JobMoment.BeforeDo, () => throw new InvalidDataException("odd"));
        var failure = await Assert.ThrowsAsync<MachineryException>(async () => await (await bench.RunAsync()).Completion.WaitAsync(Bench.Limit));
        Assert.Equal(ErrorCodes.Job.StepBroke, failure.Code);
        Assert.Contains("make-disk", failure.Message, StringComparison.Ordinal);
        Assert.Contains("odd", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "make-tap"), InlineData(1, "make-tap, make-disk"), InlineData(2, "make-tap, make-disk, run")]
    public async Task An_undo_that_fails_leaves_the_job_stuck_and_the_next_start_tries_again(int failing, string left)
    {
        await using var bench = await new Bench().StartAsync();
        bench.Faults.At("run", JobMoment.AfterDo, () => throw new PeerException(ErrorCodes.Domain.QemuExited, "no!"));
        bench.Faults.At(SampleJob.Steps[failing], JobMoment.BeforeUndo, () => throw new IOException("device busy"));
        var job = await bench.RunAsync();
        var stuck = await Assert.ThrowsAsync<MachineryException>(() => job.Completion.WaitAsync(Bench.Limit));

        Assert.Equal(ErrorCodes.Job.Stuck, stuck.Code);
        Assert.Contains("device busy", stuck.Message, StringComparison.Ordinal);
        Assert.Contains($"Left: {left}.", stuck.Message, StringComparison.Ordinal);
        Assert.Equal(failing + 1, bench.World.Things.Count);
        var record = bench.Jobs.Find(job.Id)!;
        Assert.Equal((JobPhase.Stuck, true, SampleJob.Steps[failing]), (record.Phase, record.HasEnded, record.Failure!.Step));
        Assert.Equal(JobPhase.Stuck, (await bench.Jobs.WaitAsync(job.Id)!).Phase);

        // What is in its way stays: stuck it remains.
        await bench.StopAsync();
        await bench.StartAsync();
        await bench.Jobs.RecoverAsync().WaitAsync(Bench.Limit);
        Assert.Equal(JobPhase.Stuck, bench.Jobs.Find(job.Id)!.Phase);

        await bench.RestartAsync();
        record = bench.Jobs.Find(job.Id)!;
        Assert.Equal((JobPhase.Failed, ErrorCodes.Domain.QemuExited), (record.Phase, record.Failure!.Code));
        Assert.Empty(bench.World.Things);
        await bench.RestartAsync();
        Assert.Equal(JobPhase.Failed, Assert.Single(bench.Jobs.List()).Phase);
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2)]
    public async Task Cancelling_undoes_what_was_done(int at)
    {
        await using var bench = await new Bench().StartAsync();
        var waiting = new WaitingStep();
        var steps = new SampleJob(bench.World, JobRecovery.Undo).Plan(default).Take(at).Append(waiting).ToList();
        var job = await bench.RunAsync(steps);
        await waiting.Running.WaitAsync(Bench.Limit);
        Assert.Equal(at, bench.World.Things.Count);

        Assert.True(bench.Jobs.Cancel(job.Id));
        bench.Jobs.Cancel(job.Id);
        var cancelled = await Assert.ThrowsAsync<CallerException>(() => job.Completion.WaitAsync(Bench.Limit));
        Assert.Equal(ErrorCodes.Job.Cancelled, cancelled.Code);
        Assert.Empty(bench.World.Things);
        Assert.Equal((JobPhase.Cancelled, ErrorCodes.Job.Cancelled), (bench.Jobs.Find(job.Id)!.Phase, bench.Jobs.Find(job.Id)!.Failure!.Code));
        Assert.False(bench.Jobs.Cancel(job.Id));
    }

    [Fact]
    public async Task A_step_that_gives_up_waiting_by_itself_has_failed_and_was_not_cancelled()
    {
        await using var bench = await new Bench().StartAsync();
        bench.Faults.At("run", JobMoment.BeforeDo, () => throw new OperationCanceledException("its own limit"));
        await Assert.ThrowsAsync<MachineryException>(async () => await (await bench.RunAsync()).Completion.WaitAsync(Bench.Limit));
        Assert.Equal(JobPhase.Failed, Assert.Single(bench.Jobs.List()).Phase);
    }

    [Fact]
    public async Task The_end_of_the_callers_wait_does_not_end_the_job()
    {
        await using var bench = await new Bench().StartAsync();
        using var caller = new CancellationTokenSource();
        var waiting = new WaitingStep();
        var job = await bench.Jobs.StartAsync(SampleJob.KindName, "x", default, Caller.Daemon, [waiting], caller.Token);
        await waiting.Running.WaitAsync(Bench.Limit);
        await caller.CancelAsync();
        waiting.LetGo();
        Assert.Equal(JobPhase.Done, (await job.Completion.WaitAsync(Bench.Limit)).Phase);
    }

    [Fact]
    public async Task A_thousand_jobs_at_once_all_end()
    {
        await using var bench = await new Bench().StartAsync();
        var worlds = Enumerable.Range(0, 1000).Select(i => new World(Path.Combine(bench.Folder, "worlds", $"{i}"))).ToList();
        var ends = await Task.WhenAll(worlds.Select(async (world, i) =>
        {
            var steps = new SampleJob(world, JobRecovery.Undo).Plan(default);
            if (i % 10 == 0)
            {
                steps = [.. steps, new FailingStep()];
            }
            var job = await bench.RunAsync(steps);
            return await bench.Jobs.WaitAsync(job.Id)!.WaitAsync(Bench.Limit);
        }));
        Assert.Equal(900, ends.Count(end => end.Phase == JobPhase.Done));
        Assert.Equal(100, ends.Count(end => end.Phase == JobPhase.Failed));
        Assert.All(worlds.Zip(ends), pair => Assert.Equal(pair.Second.Phase == JobPhase.Done ? 3 : 0, pair.First.Things.Count));
        Assert.Equal(1000, bench.Jobs.List().Count);
    }

    [Fact]
    public async Task The_last_thousand_that_ended_are_kept()
    {
        await using var bench = await new Bench().StartAsync();
        var first = await bench.RunAsync([]);
        await first.Completion.WaitAsync(Bench.Limit);
        JobId last = default;
        for (var i = 0; i < 1000; i++)
        {
            bench.Time.Advance(TimeSpan.FromMilliseconds(1));
            var job = await bench.RunAsync([]);
            await job.Completion.WaitAsync(Bench.Limit);
            last = job.Id;
        }
        Assert.Null(bench.Jobs.Find(first.Id));
        // A record goes with the end of the next job.
        Assert.InRange((await bench.Journal.RangeAsync("ended/")).Entries.Count, 1000, 1001);
        Assert.Empty((await bench.Journal.RangeAsync("running/")).Entries);
        await bench.RestartAsync();
        var all = bench.Jobs.List();
        Assert.Equal((1000, last), (all.Count, all[0].Id));
        Assert.Null(bench.Jobs.Find(first.Id));
    }

    private sealed class FailingStep : JobStep
    {
        public override string Name => "fail";

        public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken) => throw new IOException("as planned");

        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
