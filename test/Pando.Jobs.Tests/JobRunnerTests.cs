using Pando.Jobs.Tests.Sample;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Jobs;

namespace Pando.Jobs.Tests;

public class JobRunnerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_job_that_goes_well_leaves_its_work_its_result_and_its_record()
    {
        await using var bench = await new Bench().StartAsync();
        var job = await bench.RunAsync();
        var record = await job.Completion.WaitAsync(Limit);

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

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2)]
    public async Task A_step_that_fails_undoes_it_and_the_ones_before(int failing)
    {
        foreach (var moment in new[] { JobMoment.BeforeDo, JobMoment.AfterDo })
        {
            await using var bench = await new Bench().StartAsync();
            bench.Faults.At(SampleJob.Steps[failing], moment, () => throw new PeerException(ErrorCodes.Domain.QemuExited, "no!", ("name", "web1"), ("status", "1")));
            var job = await bench.RunAsync();
            var failure = await Assert.ThrowsAsync<PeerException>(() => job.Completion.WaitAsync(Limit));

            Assert.Equal("no!", failure.PeerWords);
            Assert.Empty(bench.World.Things);
            var record = bench.Jobs.Find(job.Id)!;
            Assert.Equal((JobPhase.Failed, SampleJob.Steps[failing]), (record.Phase, record.Failure!.Step));
            Assert.Equal((ErrorCodes.Domain.QemuExited, "no!"), (record.Failure.Code, record.Failure.PeerWords));
            var undone = bench.Faults.Seen.Where(seen => seen.Moment == JobMoment.AfterUndo).Select(seen => seen.Step);
            Assert.Equal(SampleJob.Steps.Take(failing + 1).Reverse(), undone);
        }
    }
}
