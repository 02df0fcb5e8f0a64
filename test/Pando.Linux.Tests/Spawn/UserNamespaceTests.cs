using Pando.Linux.Files;
using Pando.Linux.Kernel;
using Pando.Linux.Spawn;

namespace Pando.Linux.Tests.Spawn;

public sealed class UserNamespaceTests : IDisposable
{
    private static readonly RunAs Somebody = new(64_990, 64_991) { Groups = [64_108, 64_109, 27] };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_namespace_is_made_before_the_gate_and_every_capability_is_given_back_behind_it()
    {
        IReadOnlyList<string> command = ProcessSpawner.GatedCommandLine(new SpawnRequest { Program = "/usr/bin/qemu", Arguments = ["-S"], RunAs = Somebody, OwnUsers = true });

        Assert.EndsWith("/unshare", command[0], StringComparison.Ordinal);
        Assert.Equal(["--user", "--keep-caps", "--", "/bin/sh", "-c"], command.Skip(1).Take(5));
        int setpriv = command.Index().Single(static word => word.Item.EndsWith("/setpriv", StringComparison.Ordinal)).Index;
        Assert.Equal(
            ["--reuid=64990", "--regid=64991", "--groups=64108,64109,27", "--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all", "--no-new-privs", "--", "/usr/bin/qemu", "-S"],
            command.Skip(setpriv + 1));
    }

    [Fact]
    public void Without_it_no_program_is_added()
    {
        IReadOnlyList<string> command = ProcessSpawner.GatedCommandLine(new SpawnRequest { Program = "/usr/bin/qemu", RunAs = Somebody });

        Assert.Equal("/bin/sh", command[0]);
        Assert.DoesNotContain("--ambient-caps=-all", command);
    }

    [Fact]
    public async Task There_is_nobody_but_its_own_user_and_groups_and_no_capability_is_left()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may become another user.");
        string passwords = new FileInfo("/etc/passwd").FullName;

        string said = await RunAsync($"""
            readlink /proc/self/ns/user; cat /proc/self/uid_map /proc/self/gid_map
            echo users $(id -u) $(id -g) $(id -G)
            grep -E '^(Cap(Inh|Prm|Eff|Bnd|Amb)|NoNewPrivs):' /proc/self/status
            echo owner $(stat -c %u:%g {passwords})
            for other in 0 1 1000 64991; do setpriv --reuid=$other true 2>&1; done
            """);

        string[] lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEqual(new FileInfo("/proc/self/ns/user").LinkTarget, lines[0]);
        Assert.Equal(
            ["64990 64990 1", "27 27 1", "64108 64108 2", "64991 64991 1", "users 64990 64991 64991 27 64108 64109"],
            lines[1..6].Select(static line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal(
            [.. ((string[])["Inh", "Prm", "Eff", "Bnd", "Amb"]).Select(static set => $"Cap{set}:\t0000000000000000"), "NoNewPrivs:\t1"], lines[6..12]);
        Assert.Equal("owner 65534:65534", lines[12]);
        // EINVAL: no such user, where it would be EPERM outside of a namespace.
        Assert.Equal(Enumerable.Repeat("setpriv: setresuid failed: Invalid argument", 4), lines[13..]);
    }

    [Fact]
    public async Task What_its_user_and_groups_may_do_with_files_stays_the_same()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may become another user.");
        string place = Directory.CreateDirectory(_folder.File("place")).FullName;
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        await File.WriteAllTextAsync(Path.Combine(place, "shared"), "for the group\n", TestContext.Current.CancellationToken);
        using (var folder = Folder.Open(place))
        {
            Folder.ChangeOwner(folder.Handle, Somebody.Uid, Somebody.Gid, place);
        }

        using (FileStream file = File.OpenRead(Path.Combine(place, "shared")))
        {
            Folder.ChangeOwner(file.SafeFileHandle, 0, 64_108, file.Name);
        }

        File.SetUnixFileMode(Path.Combine(place, "shared"), (UnixFileMode)0b110_100_000);

        string said = await RunAsync($"cat {place}/shared; echo made > {place}/made; chgrp 64109 {place}/made; stat -c %u:%g {place}/made");

        Assert.Equal("for the group\n64990:64109\n", said);
    }

    [Fact]
    public async Task Landlock_and_a_view_of_its_own_stand_together_with_it()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && Landlock.Version() > 0, "Only root may make a mount namespace.");
        const FileRights run = FileRights.Read | FileRights.Execute;
        FileGrant[] grants =
        [
            new("/bin", run), new("/lib", run), new("/lib64", run), new("/usr", run), new("/proc", FileRights.Read), new("/etc/ld.so.cache", FileRights.Read),
            new("/dev/null", FileRights.Read | FileRights.Write),
        ];
        using FileEnclosure enclosure = FileEnclosure.Make(grants, landlock: true, Directory.CreateDirectory(_folder.File("view")).FullName);

        string said = await RunAsync("id -u; cat /etc/passwd 2>&1; ls /usr | head -1; cat /proc/self/uid_map", enclosure: enclosure);

        Assert.Matches("^64990\ncat: /etc/passwd: .*\nbin\n +64990 +64990 +1\n$", said);
    }

    [Fact]
    public async Task Limits_reach_it_from_outside_before_and_after_its_start()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may become another user.");
        using FileStream output = new(_folder.File("output"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        using WaitingProcess waiting = await ProcessSpawner.StartWaitingAsync(
            Shell("ulimit -c; ulimit -n") with
            {
                Output = output.SafeFileHandle,
                Limits = new Dictionary<ResourceLimit, ulong> { [ResourceLimit.CoreFileBytes] = 0, [ResourceLimit.OpenFiles] = 99 },
            },
            Patience, Limit.Token());
        ProcessLimits.Set(waiting.Process.Pid, ResourceLimit.OpenFiles, 77);
        waiting.Release();
        Assert.True((await waiting.Process.Handle.WaitForExitAsync(Limit.Token()))!.IsSuccess);

        Assert.Equal("0\n77\n", await ReadAsync(output.Name));
    }

    [Fact]
    public async Task Where_the_kernel_refuses_nothing_runs_and_it_is_said()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may become another user.");
        string made = _folder.File("made");
        // In a root that has no unshare(1): the shell of the gate is never reached.
        const FileRights run = FileRights.Read | FileRights.Execute;
        using FileEnclosure enclosure = FileEnclosure.Make(
            [new("/lib", run), new("/lib64", run), new("/usr/lib", run)], landlock: false, Directory.CreateDirectory(_folder.File("view")).FullName);

        await Assert.ThrowsAnyAsync<IOException>(
            () => ProcessSpawner.StartWaitingAsync(Shell($"touch {made}") with { Enclosure = enclosure }, Patience, Limit.Token()));

        Assert.False(File.Exists(made));
    }

    [Fact]
    public async Task Root_and_a_process_that_nobody_waits_for_get_none()
    {
        SpawnRequest asked = Shell("true");

        await Assert.ThrowsAsync<ArgumentException>(() => ProcessSpawner.StartWaitingAsync(asked with { RunAs = new RunAs(0, 0) }, Patience, Limit.Token()));
        await Assert.ThrowsAsync<ArgumentException>(() => ProcessSpawner.StartWaitingAsync(asked with { RunAs = null }, Patience, Limit.Token()));
        Assert.Throws<ArgumentException>(() => ProcessSpawner.StartWaiting(asked));
        Assert.Throws<ArgumentException>(() => ProcessSpawner.Start(asked));
    }

    private static SpawnRequest Shell(string script) => new() { Program = "/bin/sh", Arguments = ["-c", script], RunAs = Somebody, OwnUsers = true };

    private async Task<string> RunAsync(string script, FileEnclosure? enclosure = null)
    {
        using FileStream output = new(_folder.File("output"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        using WaitingProcess waiting = await ProcessSpawner.StartWaitingAsync(Shell(script) with { Output = output.SafeFileHandle, Enclosure = enclosure }, Patience, Limit.Token());
        waiting.Release();
        await waiting.Process.Handle.WaitForExitAsync(Limit.Token());
        return await ReadAsync(output.Name);
    }

    private static async Task<string> ReadAsync(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
