using Pando.Linux.Files;
using Pando.Linux.Kernel;
using Pando.Linux.Spawn;

namespace Pando.Linux.Tests.Spawn;

public sealed class EnclosureTests : IDisposable
{
    private static readonly FileGrant[] Programs =
    [
        new("/bin", FileRights.Read | FileRights.Execute),
        new("/dev/null", FileRights.Read | FileRights.Write),
        new("/etc/ld.so.cache", FileRights.Read),
        new("/lib", FileRights.Read | FileRights.Execute),
        new("/lib64", FileRights.Read | FileRights.Execute),
        new("/proc", FileRights.Read),
        new("/usr", FileRights.Read | FileRights.Execute),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Under_Landlock_a_program_opens_what_was_granted_and_nothing_else()
    {
        Assert.SkipUnless(Landlock.Version() > 0, "This kernel has no Landlock.");
        (string mine, string other) = TwoFiles();
        using FileEnclosure enclosure = FileEnclosure.Make([.. Programs, new(mine, FileRights.Read)], landlock: true, viewRoot: null);

        string said = await RunAsync($"cat {mine}; cat {other}; echo x >> {mine}; cat /etc/hostname", enclosure);

        Assert.Contains("of mine", said, StringComparison.Ordinal);
        Assert.DoesNotContain("of others", said, StringComparison.Ordinal);
        Assert.Contains("cannot create", said, StringComparison.Ordinal);
        Assert.Contains("/etc/hostname: Permission denied", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_descriptor_that_was_given_reads_what_no_path_opens()
    {
        Assert.SkipUnless(Landlock.Version() > 0, "This kernel has no Landlock.");
        (_, string other) = TwoFiles();
        using FileStream open = File.OpenRead(other);
        using FileEnclosure enclosure = FileEnclosure.Make(Programs, landlock: true, viewRoot: null);

        string said = await RunAsync($"cat <&3; cat {other}", enclosure, new InheritedDescriptor(open.SafeFileHandle, 3));

        Assert.Contains("of others", said, StringComparison.Ordinal);
        Assert.Contains("Permission denied", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_Landlock_a_program_reaches_no_process_outside()
    {
        Assert.SkipUnless(Landlock.Version() >= 6, "This kernel's Landlock knows nothing of signals.");
        using SpawnedProcess outside = ProcessSpawner.Start(new SpawnRequest { Program = "sleep", Arguments = ["60"] });
        using FileEnclosure enclosure = FileEnclosure.Make(Programs, landlock: true, viewRoot: null);
        try
        {
            string said = await RunAsync($"kill -9 {outside.Pid}; cat /proc/{outside.Pid}/environ | wc -c; ls -l /proc/{outside.Pid}/fd", enclosure);

            Assert.True(outside.Identity.IsStillRunning(), said);
            Assert.Contains("Permission denied", said, StringComparison.Ordinal);
        }
        finally
        {
            outside.Handle.Signal(9);
        }
    }

    [Fact]
    public async Task In_its_view_a_program_sees_what_was_granted_and_nothing_else()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may make a mount namespace.");
        (string mine, string other) = TwoFiles();
        using FileEnclosure enclosure = FileEnclosure.Make([.. Programs, new(mine, FileRights.Read)], landlock: false, ViewRoot());

        string said = await RunAsync($"cat {mine}; cat {other}; echo x >> {mine}; ls /; touch /x; touch /usr/x", enclosure);

        Assert.Contains("of mine", said, StringComparison.Ordinal);
        Assert.Contains($"{other}: No such file", said, StringComparison.Ordinal);
        Assert.Contains("Read-only file system", said, StringComparison.Ordinal);
        Assert.DoesNotContain("root", said.Split('\n'));
        Assert.DoesNotContain("/x", Directory.GetFileSystemEntries("/"));
    }

    [Fact]
    public async Task A_view_shows_nothing_on_the_host_and_ends_with_its_program()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may make a mount namespace.");
        int before = Mounts.Points().Count;
        using FileEnclosure enclosure = FileEnclosure.Make(Programs, landlock: false, ViewRoot());

        string said = await RunAsync("cat /proc/self/mountinfo | wc -l; readlink /proc/self/ns/mnt", enclosure);

        Assert.Equal(before, Mounts.Points().Count);
        Assert.DoesNotContain(new FileInfo("/proc/self/ns/mnt").LinkTarget!, said, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("view")));
    }

    [Fact]
    public async Task View_and_Landlock_stand_together_for_another_user()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && Landlock.Version() > 0, "Only root may make a mount namespace.");
        string place = Directory.CreateDirectory(_folder.File("place")).FullName;
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(place, (UnixFileMode)0b111_111_111);
        var grant = new FileGrant(place, FileRights.Read | FileRights.Write | FileRights.Make);
        using FileEnclosure enclosure = FileEnclosure.Make([.. Programs, grant], landlock: true, ViewRoot());
        using FileStream output = new(_folder.File("output"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);

        using WaitingProcess waiting = ProcessSpawner.StartWaiting(Shell($"id -u; echo made > {place}/made; grep -c CapBnd:.0000000000000000 /proc/self/status") with
        {
            Enclosure = enclosure,
            RunAs = new RunAs(65534, 65534),
            Output = output.SafeFileHandle,
        });
        waiting.Release();
        ExitStatus? status = await waiting.Process.Handle.WaitForExitAsync(Limit.Token());

        string said = await ReadAsync(output.Name);
        Assert.True(status is { IsSuccess: true }, said);
        Assert.Equal("65534\n1\n", said);
        Assert.Equal("made\n", await File.ReadAllTextAsync(Path.Combine(place, "made"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Terminals_can_be_made_in_a_view_under_Landlock()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && Landlock.Version() > 0, "Only root may make a mount namespace.");
        const FileRights change = FileRights.Read | FileRights.Write | FileRights.Control;
        using FileEnclosure enclosure = FileEnclosure.Make(
            [.. Programs, new("/dev/ptmx", change), new("/dev/pts", change)], landlock: true, ViewRoot());

        string said = await RunAsync("script -qec 'tty; ls /dev' /dev/null", enclosure);

        Assert.Contains("/dev/pts/", said, StringComparison.Ordinal);
        Assert.DoesNotContain("kvm", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task This_process_itself_stays_free()
    {
        Assert.SkipUnless(Landlock.Version() > 0, "This kernel has no Landlock.");
        (_, string other) = TwoFiles();
        using FileEnclosure enclosure = FileEnclosure.Make(Programs, landlock: true, Environment.IsPrivilegedProcess ? ViewRoot() : null);

        await RunAsync("true", enclosure);

        Assert.Equal("of others\n", await File.ReadAllTextAsync(other, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_view_that_cannot_be_built_starts_nothing_and_says_what_failed()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may make a mount namespace.");
        using FileEnclosure enclosure = FileEnclosure.Make(Programs, landlock: false, _folder.File("missing"));

        var failure = Assert.Throws<SyscallException>(() => ProcessSpawner.Start(Shell("true") with { Enclosure = enclosure }));

        Assert.Equal(Errno.ENOENT, failure.Errno);
        Assert.Contains("mount", failure.Call, StringComparison.Ordinal);
    }

    private static SpawnRequest Shell(string script) => new() { Program = "/bin/sh", Arguments = ["-c", script] };

    private static async Task<string> ReadAsync(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return await reader.ReadToEndAsync();
    }

    private string ViewRoot() => Directory.CreateDirectory(_folder.File("view")).FullName;

    private (string Mine, string Other) TwoFiles()
    {
        File.WriteAllText(_folder.File("mine"), "of mine\n");
        File.WriteAllText(_folder.File("other"), "of others\n");
        return (_folder.File("mine"), _folder.File("other"));
    }

    private async Task<string> RunAsync(string script, FileEnclosure enclosure, params InheritedDescriptor[] descriptors)
    {
        using FileStream output = new(_folder.File("output"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        using SpawnedProcess child = ProcessSpawner.Start(
            Shell(script) with { Enclosure = enclosure, Descriptors = descriptors, Output = output.SafeFileHandle });
        await child.Handle.WaitForExitAsync(Limit.Token());
        return await ReadAsync(output.Name);
    }
}
