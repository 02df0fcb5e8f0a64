using System.Diagnostics;
using Pando.Model.Errors;
using Pando.Storage.Programs;

namespace Pando.Storage.Tests.Programs;

public sealed class ProgramRunnerTests
{
    private readonly ProgramRunner _runner = new(new ProgramCatalog("/usr/bin:/bin"), TimeProvider.System);

    [Fact]
    public async Task Each_line_is_heard_as_it_comes_whatever_ends_it()
    {
        var lines = new List<string>();
        await _runner.RunAsync(Shell("printf 'one\\ntwo\\rmáy three'; echo four >&2") with { OnLine = lines.Add }, CancellationToken.None);
        Assert.Equal(["one", "two", "máy threefour"], lines);
    }

    [Fact]
    public async Task A_program_that_fails_is_quoted()
    {
        var failure = await Failing.With(ErrorCodes.Storage.ProgramFailed, _runner.RunAsync(Shell("echo it is broken >&2; exit 3"), CancellationToken.None));
        Assert.Equal("it is broken", failure.PeerWords);
        Assert.Contains(failure.Facts, static fact => fact == ("status", "exit code 3"));
    }

    [Fact]
    public async Task A_silent_program_is_ended_at_its_limit_and_a_talking_one_is_not()
    {
        var clock = Stopwatch.StartNew();
        await Failing.With(ErrorCodes.Storage.ProgramSilent, _runner.RunAsync(
            Shell("echo begun; exec sleep 60") with { SilenceLimit = TimeSpan.FromMilliseconds(300) }, CancellationToken.None));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        await _runner.RunAsync(Shell("for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 0.1; done") with { SilenceLimit = TimeSpan.FromSeconds(5) }, CancellationToken.None);
    }

    [Fact]
    public async Task A_cancelled_program_is_dead_when_the_wait_ends()
    {
        using var cancel = new CancellationTokenSource();
        var pid = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _runner.RunAsync(
            Shell("exec sleep 60") with { OnStarted = process => { pid = process.Pid; cancel.Cancel(); return ValueTask.CompletedTask; } }, cancel.Token));
        Assert.False(Directory.Exists($"/proc/{pid}"));
    }

    [Fact]
    public async Task A_grandchild_that_keeps_the_pipe_does_not_keep_the_caller()
    {
        var clock = Stopwatch.StartNew();
        await _runner.RunAsync(Shell("sleep 30 & echo done"), CancellationToken.None);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_missing_program_is_named_with_its_package()
    {
        var failure = await Failing.With(ErrorCodes.Storage.ProgramMissing, new ProgramRunner(new ProgramCatalog("/nowhere"), TimeProvider.System)
            .RunAsync(new ProgramRun("qemu-img", [], "Testing"), CancellationToken.None));
        Assert.Contains(failure.Facts, static fact => fact == ("package", "qemu-utils"));
    }

    [Fact]
    public async Task A_program_gets_no_environment_but_a_small_fixed_one()
    {
        Environment.SetEnvironmentVariable("PANDO_TEST_SECRET", "x");
        var lines = new List<string>();
        await _runner.RunAsync(new ProgramRun("env", [], "Testing") { OnLine = lines.Add }, CancellationToken.None);
        Assert.Equal(["HOME", "LC_ALL", "PATH"], lines.Select(static line => line.Split('=')[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("    (0.00/100%)", 0.0)]
    [InlineData("    (12.50/100%)", 0.125)]
    [InlineData("    (100.00/100%)", 1.0)]
    [InlineData("qemu-img: error", null)]
    [InlineData("(x/100%)", null)]
    public void Progress_of_qemu_img_is_read(string line, double? expected)
    {
        double? seen = null;
        QemuImg.Percent(share => seen = share)(line);
        Assert.Equal(expected, seen);
    }

    private static ProgramRun Shell(string script) => new("sh", ["-c", script], "Testing");
}
