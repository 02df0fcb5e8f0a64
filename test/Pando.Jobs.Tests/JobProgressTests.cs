using Pando.Jobs.Tests.Sample;
using Pando.Model.Events;
using Pando.Model.Jobs;

namespace Pando.Jobs.Tests;

/// <summary>Rate and time left, with a clock that the test moves.</summary>
public class JobProgressTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_step_that_measures_nothing_tells_its_name_only()
    {
        await using var running = await RunningAsync();
        Assert.Equal(new JobProgress("wait", 1, 2), running.Progress);
    }

    [Fact]
    public async Task Rate_and_time_left_follow_from_what_is_reported()
    {
        await using var running = await RunningAsync();
        running.Context.Report(0, 1000, "bytes", "copying");
        Assert.Equal(new JobProgress("wait", 1, 2, 0, 1000, "bytes", Note: "copying"), running.Progress);
        for (var done = 100; done <= 500; done += 100)
        {
            running.Time.Advance(Second);
            running.Context.Report(done, 1000, "bytes");
        }
        Assert.Equal(new JobProgress("wait", 1, 2, 500, 1000, "bytes", 100, TimeSpan.FromSeconds(5)), running.Progress);
    }

    [Fact]
    public async Task The_rate_is_the_one_of_late()
    {
        await using var running = await RunningAsync();
        running.Context.Report(0, 10_000, "bytes");
        running.Time.Advance(TimeSpan.FromSeconds(60));
        running.Context.Report(60, 10_000, "bytes");
        for (var i = 1; i <= 12; i++)
        {
            running.Time.Advance(Second);
            running.Context.Report(60 + i * 100, 10_000, "bytes");
        }
        Assert.Equal(100, running.Progress.RatePerSecond!.Value, precision: 3);
    }

    [Fact]
    public async Task A_stall_shows()
    {
        await using var running = await RunningAsync();
        running.Context.Report(0, 1000, "bytes");
        running.Time.Advance(Second);
        running.Context.Report(100, 1000, "bytes");
        running.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(10, running.Progress.RatePerSecond!.Value, precision: 3);
        running.Time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(0, running.Progress.RatePerSecond!.Value, precision: 3);
        Assert.Null(running.Progress.Left);
    }

    [Fact]
    public async Task What_begins_anew_is_measured_anew()
    {
        await using var running = await RunningAsync();
        running.Context.Report(0, 1000, "bytes");
        running.Time.Advance(Second);
        running.Context.Report(900, 1000, "bytes");
        running.Context.Report(10, 1000, "bytes");
        Assert.Null(running.Progress.RatePerSecond);
        running.Time.Advance(Second);
        running.Context.Report(60, 1000, "bytes");
        Assert.Equal(50, running.Progress.RatePerSecond!.Value, precision: 3);

        running.Context.Report(70, 80, "packages");
        Assert.Null(running.Progress.RatePerSecond);
    }

    [Fact]
    public async Task Without_a_total_there_is_a_rate_and_no_time_left()
    {
        await using var running = await RunningAsync();
        running.Context.Report(0, null, "bytes");
        running.Time.Advance(Second);
        running.Context.Report(7, null, "bytes");
        Assert.Equal((7d, null), (running.Progress.RatePerSecond!.Value, running.Progress.Left));
    }

    [Fact]
    public async Task More_than_the_total_is_no_time_left_below_zero()
    {
        await using var running = await RunningAsync();
        running.Context.Report(0, 10, "bytes");
        running.Time.Advance(Second);
        running.Context.Report(15, 10, "bytes");
        Assert.Equal(TimeSpan.Zero, running.Progress.Left);
    }

    [Fact]
    public async Task An_estimate_of_years_is_none()
    {
        await using var running = await RunningAsync();
        running.Context.Report(0, long.MaxValue, "bytes");
        running.Time.Advance(TimeSpan.FromSeconds(8));
        running.Context.Report(1, long.MaxValue, "bytes");
        Assert.Null(running.Progress.Left);
    }

    [Fact]
    public async Task The_next_step_begins_without_the_numbers_of_the_one_before()
    {
        await using var running = await RunningAsync();
        running.Context.Report(5, 10, "bytes", "note");
        running.First.LetGo();
        await running.Second.Running.WaitAsync(Bench.Limit);
        Assert.Equal(new JobProgress("second", 2, 2), running.Progress);
    }

    [Fact]
    public async Task Events_tell_the_start_some_of_the_progress_and_the_end()
    {
        await using var running = await RunningAsync();
        for (var i = 0; i < 1000; i++)
        {
            running.Time.Advance(TimeSpan.FromMilliseconds(1));
            running.Context.Report(i, 1000, "bytes");
        }
        running.First.LetGo();
        running.Second.LetGo();
        await running.Job.Completion.WaitAsync(Bench.Limit);

        var told = await EventsAsync(running);
        Assert.Equal(("job.started", running.Job.Id.ToString()), (told[0].Type, told[0].Subject));
        Assert.Equal(("sample.make", "sample", "tester"), (told[0].Data["kind"], told[0].Data["subject"], told[0].Data["by"]));
        var progress = told.Where(one => one.Type == "job.progress").ToList();
        Assert.InRange(progress.Count, 4, 6);
        Assert.Equal(("1000", "bytes"), (progress[^1].Data["total"], progress[^1].Data["unit"]));
        Assert.True(double.Parse(progress[^1].Data["ratePerSecond"], System.Globalization.CultureInfo.InvariantCulture) > 900);
        Assert.Equal(("job.ended", "done"), (told[^1].Type, told[^1].Data["phase"]));
    }

    private static async Task<Running> RunningAsync()
    {
        var bench = await new Bench().StartAsync();
        var (first, second) = (new WaitingStep(), new WaitingStep("second"));
        var job = await bench.RunAsync([first, second]);
        return new Running(bench, job.Id, job, first, second, await first.Running.WaitAsync(Bench.Limit));
    }

    private static async Task<List<PandoEvent>> EventsAsync(Running running)
    {
        var told = new List<PandoEvent>();
        await foreach (var one in running.Bench.Events.SubscribeAsync(0))
        {
            told.Add(one);
            if (one.Type == "job.ended")
            {
                break;
            }
        }
        return told;
    }

    private sealed record Running(
        Bench Bench, JobId Id, Model.Ports.IRunningJob Job, WaitingStep First, WaitingStep Second, IJobContext Context) : IAsyncDisposable
    {
        public FakeTime Time => Bench.Time;

        public JobProgress Progress => Bench.Jobs.Find(Id)!.Progress;

        public async ValueTask DisposeAsync() => await Bench.DisposeAsync();
    }
}
