using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.EndToEnd.Tests.Faults;
using Pando.Linux.Users;
using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>A whole instance of a user without any rights: machines run, and what the user may not open is refused by name.</summary>
[Trait("Speed", "Slow")]
public sealed class OrdinaryUserTests : IAsyncLifetime
{
    private const string User = "nobody";

    private readonly string _folder = Directory.CreateTempSubdirectory("pando-user-").FullName;
    private Instance? _pando;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Instance Pando => _pando!;

    private string Images => Path.Combine(Pando.Root, "lib", "images");

    public async ValueTask InitializeAsync()
    {
        if (UserDatabase.EffectiveUid != 0 && Environment.GetEnvironmentVariable("CI") is null)
        {
            Directory.Delete(_folder);
            Assert.Skip("Only root can become another user.");
        }
        var user = UserDatabase.FindUser(User)!;
        var root = Directory.CreateDirectory(Path.Combine(_folder, "instance")).FullName;
        File.SetUnixFileMode(_folder, (UnixFileMode)0x1ed);
        await RunAsync("/bin/chown", User, root);
        var program = Path.Combine(_folder, "pandod");
        await File.WriteAllTextAsync(
            program, $"#!/bin/sh\nexec /usr/bin/setpriv --reuid={user.Uid} --regid={user.Gid} --clear-groups {ReachableCopy.Of(Programs.Pandod, Path.Combine(_folder, "program"))} \"$@\"\n", Ct);
        File.SetUnixFileMode(program, (UnixFileMode)0x1ed);
        _pando = await Instance.StartAsync(root, program, new Dictionary<string, string> { ["HOME"] = root }, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_pando is not null)
        {
            await _pando.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_machine_runs_as_the_user_and_outlives_the_daemon()
    {
        await Pando.Client.DefineAsync(Machines.Empty("own", Disk(await FileAsync("own.img"))), Ct);
        var machine = await Pando.Client.StartAsync("own", paused: true, Ct);
        Assert.Equal($"{UserDatabase.FindUser(User)!.Uid}", Uid(machine.Pid!.Value));
        await Pando.KillDaemonAsync();
        await Pando.StartDaemonAsync(Ct);
        var after = await Pando.Client.GetMachineAsync("own", Ct);
        Assert.Equal((machine.Pid, MachinePhase.Paused), (after.Pid, after.State.Phase));
        Assert.Equal(MachinePhase.ShutOff, (await Pando.Client.DestroyAsync("own", cancellationToken: Ct)).State.Phase);
        Assert.Empty(Pando.OtherProcesses());
    }

    [Fact]
    public async Task A_network_of_mode_user_needs_no_rights()
    {
        await Pando.Client.DefineNetworkAsync("<network><name>mine</name><forward mode='user'/><ip address='10.0.9.2' prefix='24'/></network>"u8.ToArray(), Ct);
        Assert.Equal("active", (await Pando.Client.StartNetworkAsync("mine", Ct)).State);
        await Pando.Client.DefineAsync(Machines.Empty("own", "<interface type='network'><source network='mine'/></interface>"), Ct);
        var machine = await Pando.Client.StartAsync("own", paused: true, Ct);
        Assert.Equal($"{UserDatabase.FindUser(User)!.Uid}", Uid(machine.Pid!.Value));
        Assert.Contains("gateway=\"10.0.9.2\"", (await Pando.CliAsync("dumpxml", "own")).Output.Replace('\'', '"'), StringComparison.Ordinal);
        await Pando.Client.DestroyAsync("own", cancellationToken: Ct);
        Assert.Empty(Pando.OtherProcesses());
    }

    [Fact]
    public async Task A_disk_that_the_user_may_not_read_is_refused()
    {
        var path = await FileAsync("of-root.img", (UnixFileMode)0x180);
        await AssertRefusedAsync(path, path, "it may not be read");
    }

    [Fact]
    public async Task A_disk_that_the_user_may_not_write_is_refused()
    {
        var path = await FileAsync("of-root.img", (UnixFileMode)0x1a4);
        await AssertRefusedAsync(path, path, "it may not be written");
    }

    [Fact]
    public async Task A_directory_that_the_user_may_not_pass_through_is_refused()
    {
        var closed = Directory.CreateDirectory(Path.Combine(Images, "closed")).FullName;
        var path = await FileAsync("closed/disk.img");
        File.SetUnixFileMode(closed, (UnixFileMode)0x1c0);
        await AssertRefusedAsync(path, closed, "it may not be passed through");
    }

    private async Task AssertRefusedAsync(string path, string component, string reason)
    {
        await Pando.Client.DefineAsync(Machines.Empty("struck", Disk(path)), Ct);
        var before = await Pando.TracesAsync();
        var problem = (await Assert.ThrowsAsync<PandoProblemException>(() => Pando.Client.StartAsync("struck", cancellationToken: Ct))).Problem;
        Assert.Equal(("domain.disk-unavailable", 409), (problem.Code, problem.Status));
        Assert.Equal($"Machine 'struck' cannot use {path}: {component}: {reason}.", problem.Detail);
        Assert.Equal(component, problem.Facts!["component"]);
        Assert.Null(await Pando.DifferenceAsync(before));
    }

    private static string Disk(string path) =>
        $"<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{path}'/><target dev='vda' bus='virtio'/></disk>";

    private async Task<string> FileAsync(string name, UnixFileMode mode = (UnixFileMode)0x1b6)
    {
        var path = Path.Combine(Images, name);
        await File.WriteAllBytesAsync(path, new byte[1 << 20], Ct);
        File.SetUnixFileMode(path, mode);
        return path;
    }

    private static string Uid(int pid) =>
        File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];

    /// <summary>Where this is built may be closed to others.</summary>
    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
        await process.WaitForExitAsync(Ct).WaitAsync(Instance.Limit, Ct);
        Assert.Equal(0, process.ExitCode);
    }
}
