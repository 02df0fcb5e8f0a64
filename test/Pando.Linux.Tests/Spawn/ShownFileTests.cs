using System.Diagnostics;
using Pando.Linux.Files;
using Pando.Linux.Kernel;
using Pando.Linux.Spawn;

namespace Pando.Linux.Tests.Spawn;

/// <summary>A program that sees nothing but what it was started with, under Landlock, is shown a file while it runs.</summary>
public sealed class ShownFileTests : IDisposable
{
    private const FileRights Change = FileRights.Read | FileRights.Write;

    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        File.Delete(InMemory);
    }

    /// <summary>On another file system than the folder it is shown in.</summary>
    private static string InMemory { get; } = $"/dev/shm/pando-shown-{Environment.ProcessId}";

    private string Point => Path.Combine(_folder.Path, "shown", "0");

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task What_is_shown_is_opened_changed_and_hidden_again(bool landlock, bool view)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && Landlock.Version() > 0, "Only root may mount.");
        await File.WriteAllTextAsync(InMemory, "of the host\n", TestContext.Current.CancellationToken);
        using Running shell = await StartAsync(
            $"head -n 1 {InMemory}; head -n 1 {Point}; echo of the guest > {Point}", $"head -n 1 {Point}", landlock, view);

        using (HeldPath file = HeldPath.Open(InMemory))
        {
            ShownFile.Show(shell.Process.Identity, file, Point, Change);
        }

        await shell.GoOnAsync();
        Assert.Equal("of the guest\n", await File.ReadAllTextAsync(InMemory, TestContext.Current.CancellationToken));
        Assert.Equal(!view, Mounts.Points().Contains(Point));
        ShownFile.Hide(Point);
        Assert.DoesNotContain(Point, Mounts.Points());
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(Point)!));
        string said = await shell.EndAsync();

        Assert.Contains("of the host\n", said, StringComparison.Ordinal);
        Assert.Contains($"{InMemory}' for reading: {(view ? "No such file" : landlock ? "Permission denied" : "")}", said, StringComparison.Ordinal);
        // It is gone from the program's own view, too.
        Assert.Contains($"{Point}' for reading: No such file", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_shown_to_be_read_cannot_be_changed()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && Landlock.Version() > 0, "Only root may mount.");
        await File.WriteAllTextAsync(InMemory, "of the host\n", TestContext.Current.CancellationToken);
        using Running shell = await StartAsync($"echo x > {Point}; head -n 1 {Point}", "true", landlock: true, view: true);

        using HeldPath file = HeldPath.Open(InMemory);
        ShownFile.Show(shell.Process.Identity, file, Point, FileRights.Read);
        await shell.GoOnAsync();
        string said = await shell.EndAsync();

        Assert.Contains("of the host\n", said, StringComparison.Ordinal);
        Assert.Contains("Read-only file system", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_with_the_program_and_what_is_left_on_the_host_is_an_empty_file()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && Landlock.Version() > 0, "Only root may mount.");
        await File.WriteAllTextAsync(InMemory, "of the host\n", TestContext.Current.CancellationToken);
        using Running shell = await StartAsync("true", "true", landlock: true, view: true);
        using HeldPath file = HeldPath.Open(InMemory);
        ShownFile.Show(shell.Process.Identity, file, Point, Change);
        Assert.Equal(0, new FileInfo(Point).Length);
        await shell.GoOnAsync();
        await shell.EndAsync();

        Assert.Equal(0, new FileInfo(Point).Length);
        // Twice: a later daemon hides what an earlier one may have hidden already.
        ShownFile.Hide(Point);
        ShownFile.Hide(Point);
        Assert.False(Path.Exists(Point));
        Assert.True(File.Exists(InMemory));
    }

    [Fact]
    public async Task A_process_that_has_ended_is_shown_nothing_and_nothing_is_left()
    {
        await File.WriteAllTextAsync(InMemory, "of the host\n", TestContext.Current.CancellationToken);
        ProcessIdentity gone = ProcessIdentity.TryOf(Environment.ProcessId)!.Value with { StartTimeTicks = 1 };
        Directory.CreateDirectory(Path.GetDirectoryName(Point)!);
        using HeldPath file = HeldPath.Open(InMemory);

        Assert.Equal(Errno.ESRCH, Assert.Throws<SyscallException>(() => ShownFile.Show(gone, file, Point, Change)).Errno);
        Assert.False(Path.Exists(Point));
    }

    [Fact]
    public async Task Whoever_may_not_mount_has_another_name_on_the_same_file_system()
    {
        await File.WriteAllTextAsync(_folder.File("mine"), "of mine\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(InMemory, "of the host\n", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.GetDirectoryName(Point)!);
        using (HeldPath near = HeldPath.Open(_folder.File("mine")))
        {
            ShownFile.Link(near, Point);
        }

        Assert.Equal("of mine\n", await File.ReadAllTextAsync(Point, TestContext.Current.CancellationToken));
        ShownFile.Hide(Point);
        Assert.True(File.Exists(_folder.File("mine")));
        using HeldPath far = HeldPath.Open(InMemory);
        Assert.Equal(Errno.EXDEV, Assert.Throws<SyscallException>(() => ShownFile.Link(far, Point)).Errno);
    }

    /// <summary>A shell that does the first when it is told to go on, and the second when it is told to end.</summary>
    private async Task<Running> StartAsync(string first, string second, bool landlock, bool view)
    {
        string own = Directory.CreateDirectory(Path.GetDirectoryName(Point)!).FullName;
        string gate = _folder.File("gate");
        using (Process make = System.Diagnostics.Process.Start("mkfifo", [gate, gate + "2"]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        FileGrant[] grants =
        [
            new("/bin", FileRights.Read | FileRights.Execute), new("/dev/null", Change), new("/etc/ld.so.cache", FileRights.Read),
            new("/lib", FileRights.Read | FileRights.Execute), new("/lib64", FileRights.Read | FileRights.Execute), new("/usr", FileRights.Read | FileRights.Execute),
            new(gate, FileRights.Read), new(gate + "2", FileRights.Read), new(own, Change | FileRights.Make),
        ];
        using FileEnclosure enclosure = FileEnclosure.Make(grants, landlock, view ? Directory.CreateDirectory(_folder.File("view")).FullName : null);
        using FileStream output = new(_folder.File("output"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        return new Running(
            ProcessSpawner.Start(new SpawnRequest
            {
                Program = "/bin/sh",
                Arguments = ["-c", $"read x < {gate}; {first}; read x < {gate}2; {second}"],
                Enclosure = enclosure,
                Output = output.SafeFileHandle,
            }),
            gate,
            output.Name);
    }

    private sealed class Running(SpawnedProcess process, string gate, string output) : IDisposable
    {
        private FileStream? _second;

        public SpawnedProcess Process => process;

        /// <summary>Returns when it has done the first and waits anew.</summary>
        public async Task GoOnAsync()
        {
            await SayAsync(await OpenAsync(gate));
            _second = await OpenAsync(gate + "2");
        }

        public async Task<string> EndAsync()
        {
            await SayAsync(_second!);
            await process.Handle.WaitForExitAsync(Limit.Token());
            return await File.ReadAllTextAsync(output, TestContext.Current.CancellationToken);
        }

        public void Dispose()
        {
            if (process.Identity.IsStillRunning())
            {
                process.Handle.Signal(9);
            }

            process.Dispose();
        }

        private static async Task SayAsync(FileStream line)
        {
            await using (line)
            {
                line.WriteByte((byte)'\n');
            }
        }

        // Waits until somebody reads.
        private static Task<FileStream> OpenAsync(string path) =>
            Task.Run(() => new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0)).WaitAsync(Limit.Token());
    }
}
