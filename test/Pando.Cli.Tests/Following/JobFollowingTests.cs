using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Pando.Api.Images;
using Pando.Api.Jobs;
using Pando.Api.Problems;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Following;

public sealed class JobFollowingTests : CliTest
{
    private static readonly Image Debian = new()
    {
        Name = "debian-12",
        Title = "Debian 12",
        Format = "qcow2",
        CapacityBytes = 8L << 30,
        AllocationBytes = 300L << 20,
        CreatedAt = Samples.Morning,
    };

    private readonly ConcurrentQueue<Job> _course = new();

    private static string Path => $"/api/v1/jobs/{Samples.Uuid(99)}";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Pandod.On("POST", "/api/v1/image-builds", Running(), 202);
        Pandod.On("GET", "/api/v1/images/debian-12", Debian);
        Pandod.On("GET", Path, context => ScriptedPandod.Json(context, _course.TryDequeue(out var job) ? job : Ended(JobPhase.Done)));
    }

    private static Job Running(long? done = null, long? total = null) => Samples.Job("image.build", JobPhase.Running, done, total);

    private static Job Ended(JobPhase phase, Problem? failure = null) => Samples.Job("image.build", phase, failure: failure);

    private static Job Step(int number, string step) => Running() with { Progress = new JobProgress { Step = step, StepNumber = number, StepCount = 3 } };

    [Fact]
    public async Task Without_a_terminal_each_step_is_a_line()
    {
        foreach (var job in new[] { Step(1, "make-volume"), Step(1, "make-volume"), Step(2, "make-volume-1"), Step(3, "something-new") })
        {
            _course.Enqueue(job);
        }
        var run = await RunAsync("image", "build", "debian-12");
        Assert.Equal((0, "Image 'debian-12' is built (300 MiB on disk).\n"), (run.ExitCode, run.Out));
        Assert.Equal("[2/5] download-packages  linux-image-cloud-amd64\n[1/3] making the volume\n[2/3] making the volume\n[3/3] something-new\n", run.Error);
    }

    [Fact]
    public async Task In_a_terminal_one_line_shows_amount_rate_and_time_left()
    {
        Around.ErrorIsTerminal = true;
        _course.Enqueue(Running(done: 45 << 20, total: 100 << 20));
        var run = await RunAsync("image", "build", "debian-12");
        Assert.Contains("\r[2/5] download-packages  45%  45 MiB of 100 MiB  1 MiB/s  1:15 left", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("\r\e[K", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Vietnamese_too()
    {
        Around.InVietnamese().ErrorIsTerminal = true;
        _course.Enqueue(Running(done: 1536 << 10));
        var run = await RunAsync("image", "build", "debian-12");
        Assert.Contains("1,5 MiB  1 MiB/giây  còn 1:15", run.Error, StringComparison.Ordinal);
        Assert.Equal("Đã dựng ảnh 'debian-12' (300 MiB trên đĩa).\n", run.Out);
    }

    [Fact]
    public async Task A_failed_job_is_told_as_any_failure()
    {
        _course.Enqueue(Running());
        _course.Enqueue(Ended(JobPhase.Failed, new Problem
        {
            Code = "image.download-refused",
            Kind = ProblemKind.PeerRefused,
            Detail = "The mirror refused a package.",
            PeerWords = "404 Not Found",
            Remedy = "Try another mirror.",
        }));
        var run = await RunAsync("image", "build", "debian-12", "--quiet");
        Assert.Equal((1, "error: The mirror refused a package.\n  404 Not Found\nhint: Try another mirror.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_job_that_somebody_else_cancelled_did_not_succeed()
    {
        _course.Enqueue(Ended(JobPhase.Cancelled));
        var run = await RunAsync("image", "build", "debian-12", "--quiet");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Cancelled; everything that was done is undone.\nerror: ", run.Error, StringComparison.Ordinal);
    }

    /// <summary>pandod knows only its own copy of what was sent.</summary>
    [Fact]
    public async Task What_is_wrong_with_a_file_that_was_sent_is_told_of_that_file()
    {
        const string Copy = "/var/lib/pando/cache/uploads/c0024";
        Pandod.On("POST", "/api/v1/image-uploads", Ended(JobPhase.Failed, new Problem
        {
            Code = "image.bad-source",
            Kind = ProblemKind.Invalid,
            Detail = $"An image cannot be imported from {Copy}: it is empty.",
            Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["source"] = Copy },
        }), 202);
        var file = Write("a.img", "x");
        var run = await RunAsync("image", "import", file, "--quiet");
        Assert.Equal((1, $"error: An image cannot be imported from {file}: it is empty.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task With_json_the_result_is_one_object()
    {
        var run = await RunAsync("image", "build", "debian-12", "--json");
        Assert.StartsWith("{\n  \"name\": \"debian-12\",", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_daemon_that_is_restarted_is_waited_for()
    {
        var broken = 0;
        Pandod.On("GET", Path, context =>
        {
            if (Interlocked.Increment(ref broken) <= 2)
            {
                context.Abort();
                return Task.CompletedTask;
            }
            return ScriptedPandod.Json(context, Ended(JobPhase.Done));
        });
        // The noon clock stands still, and with it the time a daemon may be away; its timers are real.
        var run = await RunAsync("image", "build", "debian-12");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("pandod does not answer; waiting for it to come back\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.org/images/cloud.qcow2", "cloud")]
    [InlineData("https://example.org/a%20b.img", "a b")]
    public async Task A_URL_is_fetched_by_pandod(string url, string name)
    {
        Pandod.On("POST", "/api/v1/image-imports", Running(), 202);
        var digits = new string('A', 64);
        Assert.Equal(0, (await RunAsync("image", "import", url, "--checksum", digits)).ExitCode);
        var request = Pandod.Requests.First();
        Assert.Equal("POST /api/v1/image-imports", request.ToString());
        Assert.Equal($$"""{"name":"{{name}}","source":"{{url}}","checksum":"sha256:{{digits.ToLowerInvariant()}}"}""", request.Text);
    }

    [Fact]
    public async Task A_file_is_sent()
    {
        var received = "";
        Pandod.On("POST", "/api/v1/image-uploads", async context =>
        {
            received = await new StreamReader(context.Request.Body).ReadToEndAsync();
            await ScriptedPandod.Json(context, Running(), 202);
        });
        var run = await RunAsync("image", "import", Write("disk.qcow2", "QFI…"), "--format", "qcow2");
        Assert.Equal((0, "QFI…"), (run.ExitCode, received));
        Assert.Equal("POST /api/v1/image-uploads?name=disk&format=qcow2", Pandod.Requests.First().ToString());
        Assert.Contains("sending the file  100%  6 B of 6 B", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("md5:00")]
    [InlineData("sha512:00")]
    [InlineData("hello")]
    public async Task A_checksum_that_is_none_is_refused(string checksum) =>
        Assert.Equal(2, (await RunAsync("image", "import", "https://example.org/a.img", "--checksum", checksum)).ExitCode);

    [Fact]
    public async Task A_file_that_is_not_there_is_told()
    {
        var run = await RunAsync("image", "import", Folder["none.img"]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"error: There is no file {Folder["none.img"]}.\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_waits_until_all_is_undone()
    {
        Pandod.On("POST", Path + "/cancel", Samples.Job("image.build", JobPhase.Undoing));
        _course.Enqueue(Ended(JobPhase.Cancelled));
        var run = await RunAsync("job", "cancel", Samples.Uuid(99));
        Assert.Equal((0, "Cancelled; everything that was done is undone.\n"), (run.ExitCode, run.Out));
        Assert.Contains("undoing: download-packages", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_had_ended_cannot_be_cancelled()
    {
        Pandod.On("POST", Path + "/cancel", Ended(JobPhase.Done));
        Assert.Equal(4, (await RunAsync("job", "cancel", Samples.Uuid(99))).ExitCode);
    }

    [Fact]
    public async Task Jobs_are_listed_with_their_progress()
    {
        Pandod.On<IReadOnlyList<Job>>("GET", "/api/v1/jobs", [Running(1 << 20, 2 << 20), Ended(JobPhase.Failed, new Problem { Code = "x.y", Kind = ProblemKind.Broken, Detail = "No." })]);
        var run = await RunAsync("job", "list", "--active");
        Assert.Equal("GET /api/v1/jobs?active=true", Last.ToString());
        Assert.Equal(
            """
            Job                                   Kind         Subject    State    Started              Progress
            3f2f6f0e-0000-4000-8000-000000000099  image.build  debian-12  running  2026-11-03 09:00:00  [2/5] download-packages  50%  1 MiB of 2 MiB  1 MiB/s  1:15 left  linux-image-cloud-amd64
            3f2f6f0e-0000-4000-8000-000000000099  image.build  debian-12  failed   2026-11-03 09:00:00  No.

            """, run.Out);
    }

    [Fact]
    public async Task One_job_is_shown_with_why_it_failed()
    {
        _course.Enqueue(Ended(JobPhase.Failed, new Problem { Code = "x.y", Kind = ProblemKind.Broken, Detail = "No.", Remedy = "Try again." }));
        var run = await RunAsync("job", "show", Samples.Uuid(99));
        Assert.Contains("State:       failed\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("Failure:     No.\nWhat to do:  Try again.\n", run.Out, StringComparison.Ordinal);
    }
}
