using System.Text;
using Pando.Api.Machines;
using Pando.Api.Saving;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Devices;

/// <summary>A machine with a device of each kind, through all that can happen to it: its guest finds the same devices at the same places.</summary>
[Trait("Speed", "Slow")]
public sealed class DevicesThroughLifeTests : IAsyncLifetime
{
    private const string Name = "furnished";

    private Instance _pando = null!;
    private GuestConsole _guest = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Folder => Path.Combine(_pando.Root, "furniture");

    /// <summary>What happens, and whether the guest boots anew by it.</summary>
    private IReadOnlyList<(string What, Func<Task> Happens, bool Boots)> Life =>
    [
        ("reset", ResetAsync, true),
        ("stop and start", StopAndStartAsync, true),
        ("kill -9 of pandod", KillAsync, false),
        ("managed save and start", SaveAndStartAsync, false),
        ("managed save, kill -9 of pandod and start", SaveKillAndStartAsync, false),
        ("reset behind that", ResetAsync, true),
    ];

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: Ct);

    public async ValueTask DisposeAsync()
    {
        _guest?.Dispose();
        await _pando.DisposeAsync();
    }

    [Fact]
    public async Task A_guest_finds_the_same_devices_whatever_happens()
    {
        await DefineAsync();
        await StartAsync();
        await _guest.UntilAsync(TinyGuest.Ready);
        var furnished = await GuestInventory.TakeAsync(_guest, KeptDevice.All);

        foreach (var (what, happens, boots) in Life)
        {
            await happens();
            if (boots)
            {
                await _guest.UntilAsync(TinyGuest.Ready);
            }
            Assert.Equal($"{what}\n{furnished}", $"{what}\n{await GuestInventory.TakeAsync(_guest, KeptDevice.All)}");
            var machine = await _pando.Client.GetMachineAsync(Name, Ct);
            Assert.Equal((what, MachinePhase.Running, true), (what, machine.State.Phase, Assert.Single(machine.SideProcesses).Running));
        }
    }

    private async Task DefineAsync()
    {
        // QEMU's own user lists what is shared.
        Directory.CreateDirectory(Folder);
        foreach (var image in new[] { "plain.img", "scsi.img" })
        {
            await File.WriteAllBytesAsync(Path.Combine(Folder, image), new byte[1 << 20], Ct);
        }
        var guest = await TinyGuest.BuildAsync(GuestInventory.Drivers, [GuestInventory.Program], init: null, Path.Combine(_pando.Root, "initrd"), Ct);
        var devices = string.Concat(KeptDevice.All.Select(device => device.Xml.Replace("{folder}", Folder, StringComparison.Ordinal)));
        await _pando.Client.DefineAsync(Encoding.UTF8.GetBytes($"""
            <domain type='kvm'>
              <name>{Name}</name>
              <memory unit='MiB'>256</memory>
              <vcpu>2</vcpu>
              <os>
                <type arch='x86_64' machine='q35'>hvm</type>
                <kernel>{guest.Kernel}</kernel>
                <initrd>{guest.Initrd}</initrd>
                <cmdline>{TinyGuest.KernelArguments}</cmdline>
              </os>
              <features><acpi/></features>
              <devices>{devices}</devices>
            </domain>
            """), Ct);
    }

    private async Task StartAsync()
    {
        await _pando.Client.StartAsync(Name, paused: true, Ct);
        await ListenAsync();
        await _pando.Client.ResumeAsync(Name, Ct);
    }

    private async Task ListenAsync()
    {
        _guest?.Dispose();
        _guest = await GuestConsole.OpenAsync(_pando, Name);
    }

    private Task ResetAsync() => _pando.Client.ResetAsync(Name, Ct);

    private async Task StopAndStartAsync()
    {
        await _pando.Client.DestroyAsync(Name, cancellationToken: Ct);
        await StartAsync();
    }

    private async Task KillAsync()
    {
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        await ListenAsync();
    }

    private async Task SaveAndStartAsync()
    {
        await _pando.Client.SaveAsync(Name, new SaveRequest(), Ct);
        await _pando.Client.StartAsync(Name, cancellationToken: Ct);
        await ListenAsync();
    }

    private async Task SaveKillAndStartAsync()
    {
        await _pando.Client.SaveAsync(Name, new SaveRequest(), Ct);
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        await _pando.Client.StartAsync(Name, cancellationToken: Ct);
        await ListenAsync();
    }
}
