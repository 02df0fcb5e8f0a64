using System.Globalization;
using Pando.Linux.Files;

namespace Pando.Linux.Tests.Files;

public class FileLockTests
{
    [Fact]
    public void A_lock_that_is_held_names_its_holder()
    {
        using var folder = new TemporaryFolder();
        using var first = FileLock.TryTake(folder.File("lock"), out var own);
        Assert.NotNull(first);
        Assert.Equal(Environment.ProcessId, own);
        Assert.Null(FileLock.TryTake(folder.File("lock"), out var holder));
        Assert.Equal(Environment.ProcessId, holder);
    }

    [Fact]
    public void A_lock_that_was_let_go_can_be_taken_again_and_the_file_stays()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("lock"), "999999999\n");
        FileLock.TryTake(folder.File("lock"), out _)!.Dispose();
        Assert.Equal(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n", File.ReadAllText(folder.File("lock")));
        using var again = FileLock.TryTake(folder.File("lock"), out _);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task A_lock_that_was_let_go_is_free_although_processes_are_being_started()
    {
        // One that is being started has every descriptor until it executes its program.
        const int processes = 200;
        using var folder = new TemporaryFolder();
        var starting = Task.Run(
            () =>
            {
                for (var i = 0; i < processes; i++)
                {
                    using var process = System.Diagnostics.Process.Start("true", Array.Empty<string>());
                    process.WaitForExit();
                }
            },
            TestContext.Current.CancellationToken);
        while (!starting.IsCompleted)
        {
            var file = FileLock.TryTake(folder.File("lock"), out _);
            var directory = FolderLock.TryTake(folder.Path);
            Assert.NotNull(file);
            Assert.NotNull(directory);
            file.Dispose();
            directory.Dispose();
        }
        await starting;
    }

    [Fact]
    public void A_file_that_cannot_be_made_is_an_error()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(Errno.ENOENT, Assert.Throws<SyscallException>(() => FileLock.TryTake(folder.File("no/lock"), out _)).Errno);
    }
}
