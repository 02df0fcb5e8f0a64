using System.Diagnostics;
using Pando.Api.Install;
using Pando.Api.Jobs;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Linux.Spawn;
using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>
/// pando install --location: the first run is the installer's, with its kernel, and when that reboots the machine starts
/// from its disk. The installer here is the tiny guest, whose reboot is typed.
/// </summary>
public sealed class LocationTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pando-location-").FullName;
    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Copies => Path.Combine(_pando.Root, "lib", "installers");

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: Ct);

    public async ValueTask DisposeAsync()
    {
        await _pando.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task The_installer_runs_first_and_its_reboot_starts_the_machine_from_its_disk()
    {
        await TreeAsync("install.amd", "vmlinuz", "initrd.gz");
        var first = await InstallAsync(_folder);
        Assert.NotEmpty(Directory.GetFileSystemEntries(Copies));
        using (var console = await GuestConsole.OpenAsync(_pando, "fresh"))
        {
            await console.UntilAsync(TinyGuest.Ready);
            var (live, _) = await _pando.Client.GetXmlAsync("fresh", cancellationToken: Ct);
            Assert.Contains("<kernel>", live, StringComparison.Ordinal);
            Assert.Contains("<on_reboot>destroy</on_reboot>", live, StringComparison.Ordinal);
            await console.TypeAsync("echo told: $(cat /proc/cmdline)\n");
            await console.UntilAsync($"told: {TinyGuest.KernelArguments}");
            await console.TypeAsync("reboot -f\n");
            Assert.Equal(1, (await StartedAgainAsync(first)).Version);
        }
        var (xml, _) = await _pando.Client.GetXmlAsync("fresh", cancellationToken: Ct);
        Assert.DoesNotContain("<kernel>", xml, StringComparison.Ordinal);
        Assert.Contains("<boot dev='hd'/>", xml, StringComparison.Ordinal);
        Assert.Contains("<on_reboot>restart</on_reboot>", xml, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Copies));
        await _pando.Client.DestroyAsync("fresh", cancellationToken: Ct);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task An_installer_that_powers_off_leaves_the_machine_off()
    {
        await TreeAsync("install.amd", "vmlinuz", "initrd.gz");
        await InstallAsync(_folder);
        using var console = await GuestConsole.OpenAsync(_pando, "fresh");
        await console.UntilAsync(TinyGuest.Ready);
        await console.TypeAsync("poweroff -f\n");
        await _pando.UntilAsync("fresh", machine => machine.State.Phase == MachinePhase.ShutOff);
        Assert.Empty(Directory.GetFileSystemEntries(Copies));
        Assert.Empty(_pando.OtherProcesses());
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task A_daemon_that_died_meanwhile_knows_the_installer_and_goes_on_after_its_reboot()
    {
        await TreeAsync("images/pxeboot", "vmlinuz", "initrd.img");
        var first = await InstallAsync(_folder);
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        Assert.NotEmpty(Directory.GetFileSystemEntries(Copies));
        using (var console = await GuestConsole.OpenAsync(_pando, "fresh"))
        {
            await console.TypeAsync("\n");
            await console.UntilAsync("#");
            await console.TypeAsync("reboot -f\n");
            await StartedAgainAsync(first);
        }
        Assert.Empty(Directory.GetFileSystemEntries(Copies));
    }

    [Fact]
    public async Task What_an_installer_left_while_no_daemon_ran_is_removed()
    {
        await TreeAsync("install.amd", "vmlinuz", "initrd.gz");
        var machine = await InstallAsync(_folder);
        await _pando.KillDaemonAsync();
        using (var process = PidFd.Open(machine.Pid!.Value))
        {
            process.Signal(9);
            await process.WaitForExitAsync(Ct).WaitAsync(Instance.Limit, Ct);
        }
        await _pando.StartDaemonAsync(Ct);
        Assert.Equal(MachinePhase.ShutOff, (await _pando.Client.GetMachineAsync("fresh", Ct)).State.Phase);
        Assert.Empty(Directory.GetFileSystemEntries(Copies));
    }

    [Fact]
    public async Task An_image_of_a_medium_lies_in_the_drive_while_its_installer_runs()
    {
        await TreeAsync("install.amd", "vmlinuz", "initrd.gz");
        var iso = Path.Combine(_folder, "medium.iso");
        await RunAsync("xorriso", "-as", "genisoimage", "-quiet", "-R", "-o", iso, "-graft-points", $"install.amd={_folder}/install.amd");
        await InstallAsync(iso);
        var (live, _) = await _pando.Client.GetXmlAsync("fresh", cancellationToken: Ct);
        Assert.Contains($"<source file='{iso}'", live, StringComparison.Ordinal);
        await _pando.Client.DestroyAsync("fresh", cancellationToken: Ct);
        var (stored, _) = await _pando.Client.GetXmlAsync("fresh", cancellationToken: Ct);
        Assert.DoesNotContain(iso, stored, StringComparison.Ordinal);
        Assert.Contains("device='cdrom'", stored, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Copies));
    }

    [Fact]
    public async Task A_place_without_an_installer_is_refused_before_anything_is_made()
    {
        var problem = (await Assert.ThrowsAsync<PandoProblemException>(() => InstallAsync(_folder))).Problem;
        Assert.Equal(("storage.no-installer", 404), (problem.Code, problem.Status));
        var missing = (await Assert.ThrowsAsync<PandoProblemException>(() => InstallAsync("/nowhere/at/all"))).Problem;
        Assert.Equal(("storage.path-missing", "/nowhere"), (missing.Code, missing.Facts!["component"]));
        Assert.Empty(await _pando.Client.ListMachinesAsync(cancellationToken: Ct));
        Assert.Empty(await _pando.Client.ListVolumesAsync("default", Ct));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task The_command_line_installs_from_a_location()
    {
        await TreeAsync("install.amd", "vmlinuz", "initrd.gz");
        var told = await _pando.CliAsync(
            "install", "--name", "fresh", "--memory", "256", "--location", _folder, "--extra-args", TinyGuest.KernelArguments,
            "--disk", "size=0.01", "--graphics", "none", "--noautoconsole");
        Assert.True(told.ExitCode == 0, told.Error);
        using var console = await GuestConsole.OpenAsync(_pando, "fresh");
        await console.UntilAsync(TinyGuest.Ready);
    }

    private Task<Machine> StartedAgainAsync(Machine first) =>
        _pando.UntilAsync("fresh", machine => machine.State.Phase == MachinePhase.Running && machine.Pid is { } pid && pid != first.Pid);

    private async Task TreeAsync(string folder, string kernel, string initrd)
    {
        var guest = await TinyGuest.GetAsync(Ct);
        var below = Directory.CreateDirectory(Path.Combine(_folder, folder)).FullName;
        File.Copy(guest.Kernel, Path.Combine(below, kernel));
        File.Copy(guest.Initrd, Path.Combine(below, initrd));
    }

    private async Task<Machine> InstallAsync(string location)
    {
        var job = await _pando.Client.StartInstallAsync(
            new InstallRequest
            {
                Name = "fresh",
                MemoryKiB = 256 * 1024,
                Vcpus = 1,
                Location = location,
                Disks = [new InstallDisk { SizeBytes = 1 << 20, Format = "qcow2" }],
                Graphics = [],
                Boot = new InstallBoot { KernelArguments = TinyGuest.KernelArguments },
            }, Ct);
        while (!job.HasEnded)
        {
            job = await _pando.Client.GetJobAsync(job.Id, TimeSpan.FromSeconds(30), Ct);
        }
        return job.Phase == JobPhase.Done ? await _pando.Client.GetMachineAsync("fresh", Ct) : throw new PandoProblemException(job.Failure!);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
        await process.WaitForExitAsync(Ct).WaitAsync(Instance.Limit, Ct);
        Assert.Equal(0, process.ExitCode);
    }
}
