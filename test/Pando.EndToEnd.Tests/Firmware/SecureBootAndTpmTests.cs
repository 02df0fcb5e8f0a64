using System.Diagnostics;
using System.Text;
using Pando.Api.Machines;
using Pando.Api.Saving;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Firmware;

/// <summary>
/// UEFI with Secure Boot and a TPM as the guest has them, through what keeps and what drops their memory: one machine,
/// three boots, since firmware in system management mode is slow without KVM.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class SecureBootAndTpmTests : IAsyncLifetime
{
    private const string Name = "sealed";
    private const string Variables = "/sys/firmware/efi/efivars";
    private const string Own = $"{Variables}/PandoProof-5c6bb2a1-28d4-4d0e-8e83-04c2d5f5b9a7";
    private static readonly TimeSpan BootLimit = TimeSpan.FromMinutes(5);

    private Instance _pando = null!;
    private GuestConsole _guest = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Images => Path.Combine(_pando.Root, "lib", "images");

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: Ct);

    public async ValueTask DisposeAsync()
    {
        _guest?.Dispose();
        await _pando.DisposeAsync();
    }

    [Fact]
    public async Task A_guest_is_verified_and_its_firmware_and_TPM_remember_as_long_as_they_should()
    {
        await DefineAsync();
        Assert.False(File.Exists(await VariablesFileAsync()));

        await BootAsync();
        await VerifiedAsync();
        Assert.False(await GuestTpm.RemembersAsync(_guest));
        await GuestTpm.RememberAsync(_guest);
        // Non-volatile, and seen before and after the boot services have ended.
        await _guest.AskAsync($"printf '\\007\\000\\000\\000pando' > {Own}");
        await TakenUpByAnotherDaemonAsync();
        await WithoutItsTpmAsync();
        await _pando.Client.DestroyAsync(Name, cancellationToken: Ct);

        await BootAsync();
        Assert.Equal("kept", await _guest.AskAsync($"[ -s {Own} ] && echo kept"));
        Assert.True(await GuestTpm.RemembersAsync(_guest));
        await _pando.Client.DestroyAsync(Name, cancellationToken: Ct);

        await DefinedAnewAsync();
        await BootAsync(new StartOptions { Paused = true, ResetNvram = true });
        Assert.Equal("reset", await _guest.AskAsync($"[ -e {Own} ] || echo reset"));
        await VerifiedAsync();
        Assert.True(await GuestTpm.RemembersAsync(_guest));
        await _pando.Client.DestroyAsync(Name, cancellationToken: Ct);

        await RemovedAsync();
    }

    private async Task DefineAsync()
    {
        DebianKernel kernel = await DebianKernel.CloudAsync(Ct);
        var guest = await TinyGuest.BuildAsync(
            ["efivarfs"], [GuestTpm.Program], init: null, Path.Combine(_pando.Root, "initrd"), Ct);
        var (untrusted, signed) = (Path.Combine(Images, "untrusted.img"), Path.Combine(Images, "signed.img"));
        await BootDisk.UntrustedAsync(untrusted, kernel.Image);
        await BootDisk.SignedAsync(signed, kernel.Image, guest.Initrd, TinyGuest.KernelArguments);
        await _pando.Client.DefineAsync(Definition(untrusted, signed), Ct);
    }

    /// <summary>The firmware is offered both disks, in this order.</summary>
    private static byte[] Definition(string untrusted, string signed) => Encoding.UTF8.GetBytes($"""
        <domain type='kvm'>
          <name>{Name}</name>
          <uuid>5c6bb2a1-28d4-4d0e-8e83-04c2d5f5b9a7</uuid>
          <memory unit='MiB'>512</memory>
          <vcpu>1</vcpu>
          <os firmware='efi'>
            <type arch='x86_64' machine='q35'>hvm</type>
            <firmware><feature enabled='yes' name='enrolled-keys'/><feature enabled='yes' name='secure-boot'/></firmware>
          </os>
          <features><acpi/></features>
          <devices>
            <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{untrusted}'/><target dev='vda' bus='virtio'/><boot order='1'/></disk>
            <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{signed}'/><target dev='vdb' bus='virtio'/><boot order='2'/></disk>
            <serial type='pty'/>
            <tpm model='tpm-crb'><backend type='emulator' version='2.0'><active_pcr_banks><sha256/><sha384/></active_pcr_banks></backend></tpm>
          </devices>
        </domain>
        """);

    /// <summary>The firmware refuses the first disk, and comes to the second one's shell.</summary>
    private async Task BootAsync(StartOptions? options = null)
    {
        await _pando.Client.StartAsync(Name, options ?? new StartOptions { Paused = true }, Ct);
        _guest?.Dispose();
        _guest = await GuestConsole.OpenAsync(_pando, Name);
        await _pando.Client.ResumeAsync(Name, Ct);
        await _guest.UntilAsync("Access Denied", BootLimit);
        await _guest.UntilAsync(TinyGuest.Ready, BootLimit);
        await _guest.AskAsync($"mount -t efivarfs efivarfs {Variables}");
    }

    private async Task VerifiedAsync()
    {
        // Four bytes of attributes, then the value.
        Assert.Equal("06 00 00 00 01", await _guest.AskAsync($"od -An -tx1 {Variables}/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c | xargs"));
        Assert.Equal("2", await _guest.AskAsync("cat /sys/class/tpm/tpm0/tpm_version_major"));
        // The firmware has measured its keys into the register that is for them.
        Assert.NotEqual("", (await _guest.AskAsync("cat /sys/class/tpm/tpm0/pcr-sha256/7")).Trim('0'));
        // The banks that are asked for, and no others.
        Assert.Equal("pcr-sha256 pcr-sha384", await _guest.AskAsync("cd /sys/class/tpm/tpm0 && echo pcr-*"));
    }

    private async Task TakenUpByAnotherDaemonAsync()
    {
        var before = await TpmAsync();
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        Assert.Equal(before, await TpmAsync());
        _guest.Dispose();
        _guest = await GuestConsole.OpenAsync(_pando, Name);
        Assert.True(await GuestTpm.RemembersAsync(_guest));
    }

    /// <summary>It is told, and the guest goes on without.</summary>
    private async Task WithoutItsTpmAsync()
    {
        using (var process = Process.GetProcessById((await TpmAsync()).Pid))
        {
            process.Kill();
        }
        var machine = await _pando.UntilAsync(Name, machine => machine.SideProcesses is [{ Running: false }]);
        Assert.Equal(MachinePhase.Running, machine.State.Phase);
        Assert.Equal("on", await _guest.AskAsync("echo on"));
    }

    private async Task<MachineSideProcess> TpmAsync() => Assert.Single((await _pando.Client.GetMachineAsync(Name, Ct)).SideProcesses);

    /// <summary>Undefined but for its memory, and defined again.</summary>
    private async Task DefinedAnewAsync()
    {
        var (xml, _) = await _pando.Client.GetXmlAsync(Name, inactive: true, secrets: true, Ct);
        await _pando.Client.UndefineAsync(Name, new UndefineOptions { KeepNvram = true, KeepTpm = true }, Ct);
        await _pando.Client.EmptyTrashAsync(Ct);
        await _pando.Client.DefineAsync(Encoding.UTF8.GetBytes(xml), Ct);
        Assert.True(File.Exists(await VariablesFileAsync()));
    }

    /// <summary>Both go to the trash with the machine, come back with it, and go for good.</summary>
    private async Task RemovedAsync()
    {
        var variables = await VariablesFileAsync();
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(variables)!));
        var trashed = await _pando.Client.UndefineAsync(Name, cancellationToken: Ct);
        Assert.False(File.Exists(variables));
        await _pando.Client.RestoreAsync(trashed.Id, cancellationToken: Ct);
        Assert.True(File.Exists(variables));
        await _pando.Client.UndefineAsync(Name, cancellationToken: Ct);
        await _pando.Client.EmptyTrashAsync(Ct);
        foreach (var folder in new[] { "nvram", "tpm" })
        {
            Assert.Empty(Directory.GetFiles(Path.Combine(_pando.Root, "lib", folder), "*", SearchOption.AllDirectories));
        }
    }

    private async Task<string> VariablesFileAsync()
    {
        var (xml, _) = await _pando.Client.GetXmlAsync(Name, inactive: true, cancellationToken: Ct);
        var end = xml.IndexOf("</nvram>", StringComparison.Ordinal);
        return xml[(xml.LastIndexOf('>', end) + 1)..end];
    }
}
