using System.Diagnostics;
using Pando.Linux.Spawn;

namespace Pando.Linux.Tests.Spawn;

public sealed class ShortRunTests
{
    [Fact]
    public async Task Output_and_error_come_back_with_the_status()
    {
        ShortRunResult run = await ShortRun.RunAsync(Shell("echo out; echo err >&2; exit 3"), Limit.Short, Limit.Token());

        Assert.Equal(("out\nerr\n", 3), (run.Output, run.Status!.Code));
    }

    [Fact]
    public async Task What_it_forks_off_does_not_hold_the_end_back()
    {
        var clock = Stopwatch.StartNew();

        ShortRunResult run = await ShortRun.RunAsync(Shell("sleep 30 & echo $!"), Limit.Short, Limit.Token());

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15));
        using PidFd left = PidFd.Open(int.Parse(run.Output, System.Globalization.CultureInfo.InvariantCulture));
        left.Signal(9);
    }

    [Fact]
    public async Task A_run_past_its_limit_is_killed()
    {
        await Assert.ThrowsAsync<TimeoutException>(
            () => ShortRun.RunAsync(Shell("exec sleep 60"), TimeSpan.FromMilliseconds(50), Limit.Token()));
    }

    private static SpawnRequest Shell(string script) => new() { Program = "/bin/sh", Arguments = ["-c", script] };
}
