using Pando.Linux.Spawn;

namespace Pando.Linux.Tests.Spawn;

public sealed class WaitingProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_waiting_program_has_done_nothing_until_it_is_released()
    {
        string made = _folder.File("made");
        using WaitingProcess waiting = ProcessSpawner.StartWaiting(new SpawnRequest { Program = "touch", Arguments = [made] });

        Assert.True(waiting.Process.Identity.IsStillRunning());
        Assert.False(File.Exists(made));
        waiting.Release();

        Assert.True((await waiting.Process.Handle.WaitForExitAsync(Limit.Token()))!.IsSuccess);
        Assert.True(File.Exists(made));
    }

    [Fact]
    public async Task One_that_is_given_up_ends_and_never_runs()
    {
        string made = _folder.File("made");
        WaitingProcess waiting = ProcessSpawner.StartWaiting(new SpawnRequest { Program = "touch", Arguments = [made] });
        waiting.Dispose();

        Assert.False((await waiting.Process.Handle.WaitForExitAsync(Limit.Token()))!.IsSuccess);
        Assert.False(File.Exists(made));
        waiting.Process.Dispose();
    }

    [Fact]
    public async Task It_keeps_its_number_its_arguments_its_limits_and_reads_nothing()
    {
        using FileStream output = new(_folder.File("output"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        using WaitingProcess waiting = ProcessSpawner.StartWaiting(new SpawnRequest
        {
            Program = "/bin/sh",
            Arguments = ["-c", "echo $$; ulimit -c; ulimit -n; readlink /proc/$$/fd/0; printf '%s' \"$1\"", "sh", "a b"],
            Output = output.SafeFileHandle,
            Limits = new Dictionary<ResourceLimit, ulong> { [ResourceLimit.CoreFileBytes] = 0, [ResourceLimit.OpenFiles] = 77 },
        });
        waiting.Release();
        Assert.True((await waiting.Process.Handle.WaitForExitAsync(Limit.Token()))!.IsSuccess);

        using var reader = new StreamReader(new FileStream(output.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        Assert.Equal($"{waiting.Process.Pid}\n0\n77\n/dev/null\na b", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
