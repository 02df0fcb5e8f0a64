using System.Diagnostics;
using Pando.Linux.Spawn;

namespace Pando.Linux.Tests.Spawn;

public sealed class PidFdTests
{
    [Fact]
    public async Task Exit_code_and_signal_are_told_apart()
    {
        using SpawnedProcess exits = ProcessSpawner.Start(Shell("exit 7"));
        using SpawnedProcess killed = ProcessSpawner.Start(Shell("kill -TERM $$"));

        Assert.Equal(new ExitStatus(7, null, false), await exits.Handle.WaitForExitAsync(Limit.Token()));
        Assert.Equal(new ExitStatus(null, 15, false), await killed.Handle.WaitForExitAsync(Limit.Token()));
        Assert.Equal(7, exits.Handle.TryReap()!.Code);
    }

    [Fact]
    public async Task A_child_given_up_leaves_no_zombie()
    {
        SpawnedProcess child = ProcessSpawner.Start(new SpawnRequest { Program = "sleep", Arguments = ["60"] });
        using PidFd witness = PidFd.Open(child.Pid);
        child.Handle.Signal(9);
        child.Dispose();

        await witness.WaitForExitAsync(Limit.Token());
        // Reaped means that even the number is gone; the watcher does that right after the exit.
        using var limit = new CancellationTokenSource(Limit.Short);
        while (Directory.Exists($"/proc/{child.Pid}"))
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_child_that_another_part_of_this_process_started_is_left_for_it_to_collect()
    {
        using var process = Process.Start(new ProcessStartInfo("sh") { ArgumentList = { "-c", "read word; exit 7" }, RedirectStandardInput = true })!;
        using PidFd witness = PidFd.Open(process.Id);
        process.StandardInput.Close();
        await witness.WaitForExitAsync(Limit.Token());
        // .NET ends this whole process where it finds its child gone.
        await process.WaitForExitAsync(Limit.Token());
        Assert.Equal(7, process.ExitCode);
    }

    [Fact]
    public async Task Exit_of_a_process_that_is_not_our_child_is_seen_without_a_status()
    {
        // The shell's background child belongs to another parent once the shell has gone.
        string file = Path.Combine(Path.GetTempPath(), $"pando-pid-{Guid.NewGuid():N}");
        try
        {
            using (SpawnedProcess shell = ProcessSpawner.Start(Shell($"sleep 60 & echo $! > {file}")))
            {
                await shell.Handle.WaitForExitAsync(Limit.Token());
            }

            using PidFd orphan = PidFd.Open(int.Parse(await File.ReadAllTextAsync(file), System.Globalization.CultureInfo.InvariantCulture));
            Assert.Null(orphan.TryReap());
            Task<ExitStatus?> exit = orphan.WaitForExitAsync(Limit.Token());
            Assert.False(exit.IsCompleted);
            Assert.True(orphan.Signal(9));
            Assert.Null(await exit);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Waiting_can_be_given_up_and_taken_up_again()
    {
        using SpawnedProcess child = ProcessSpawner.Start(new SpawnRequest { Program = "sleep", Arguments = ["60"] });
        using var givenUp = new CancellationTokenSource();
        Task<ExitStatus?> wait = child.Handle.WaitForExitAsync(givenUp.Token);
        await givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);

        child.Handle.Signal(9);
        Assert.Equal(9, (await child.Handle.WaitForExitAsync(Limit.Token()))!.Signal);
        Assert.False(child.Handle.Signal(9));
    }

    [Fact]
    public async Task A_hundred_children_are_waited_for_by_no_thread_more()
    {
        _ = FdWatcher.Shared;
        int before = Process.GetCurrentProcess().Threads.Count;
        SpawnedProcess[] children =
            [.. Enumerable.Range(0, 100).Select(static _ => ProcessSpawner.Start(new SpawnRequest { Program = "sleep", Arguments = ["60"] }))];
        int during = Process.GetCurrentProcess().Threads.Count;
        foreach (SpawnedProcess child in children)
        {
            child.Handle.Signal(9);
        }

        ExitStatus?[] ends = await Task.WhenAll(children.Select(static child => child.Handle.WaitForExitAsync(Limit.Token())));
        Assert.All(ends, static end => Assert.Equal(9, end!.Signal));
        // The pool of other tests may grow by a few meanwhile.
        Assert.InRange(during - before, -100, 20);
    }

    [Fact]
    public void Opening_what_is_not_there_says_so()
    {
        Assert.Equal(Errno.ESRCH, Assert.Throws<SyscallException>(() => PidFd.Open(int.MaxValue)).Errno);
    }

    [Theory]
    [InlineData("1 (a) S 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 4711 0 0", 4711ul, false)]
    [InlineData("1 (a ) Z) R (b) Z 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0", 5ul, true)]
    public void Start_time_is_read_past_any_name(string stat, ulong ticks, bool ended)
    {
        Assert.Equal(new ProcessIdentity.ProcessStat(ticks, ended), ProcessIdentity.Parse(stat));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 (a) S 0 1")]
    [InlineData("garbage")]
    public void Garbage_is_no_process(string stat) => Assert.Null(ProcessIdentity.Parse(stat));

    private static SpawnRequest Shell(string script) => new() { Program = "/bin/sh", Arguments = ["-c", script] };
}
