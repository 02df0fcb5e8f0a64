using System.Text;
using Pando.Api.Problems;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Devices;

/// <summary>Keyboards, mice and tablets that are plugged into a running guest, as its kernel lists them, and that are gone when they are taken away.</summary>
[Trait("Speed", "Slow")]
public sealed class PluggedInputTests : IAsyncLifetime
{
    private const string Name = "touched";

    private Instance _pando = null!;
    private GuestConsole _guest = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: Ct);

    public async ValueTask DisposeAsync()
    {
        _guest?.Dispose();
        await _pando.DisposeAsync();
    }

    [Fact]
    public async Task A_guest_sees_each_come_and_go()
    {
        // Debian's cloud kernel knows no USB devices.
        var guest = await TinyGuest.BuildAsync(
            await DebianKernel.FullAsync(Ct), ["button", "evdev", "virtio_pci", "virtio_input", "xhci_pci", "usbhid", "hid_generic"], [], init: null,
            Path.Combine(_pando.Root, "initrd"), Ct);
        var ports = string.Concat(Enumerable.Repeat("<controller type='pci' model='pcie-root-port'/>", 6));
        _guest = await GuestConsole.BootAsync(
            _pando.Client, Name, Machines.Tiny(Name, guest, $"<controller type='pci' index='0' model='pcie-root'/><controller type='usb' model='qemu-xhci'/>{ports}"));
        (string Xml, string Seen)[] kinds =
        [
            ("<input type='mouse' bus='usb'/>", "QEMU QEMU USB Mouse"),
            ("<input type='tablet' bus='usb'/>", "QEMU QEMU USB Tablet"),
            ("<input type='keyboard' bus='usb'/>", "QEMU QEMU USB Keyboard"),
            ("<input type='mouse' bus='virtio'/>", "QEMU Virtio Mouse"),
            ("<input type='tablet' bus='virtio'/>", "QEMU Virtio Tablet"),
            ("<input type='keyboard' bus='virtio'/>", "QEMU Virtio Keyboard"),
        ];
        foreach (var (xml, seen) in kinds)
        {
            await GoneAsync(seen);
            await _pando.Client.AttachDeviceAsync(Name, Encoding.UTF8.GetBytes(xml), "live", Ct);
            await ThereAsync(seen);
        }

        // All at once, also for the next daemon, and after a reset.
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        _guest.Dispose();
        _guest = await GuestConsole.OpenAsync(_pando, Name);
        await _pando.Client.ResetAsync(Name, Ct);
        await _guest.UntilAsync(TinyGuest.Ready);
        foreach (var (_, seen) in kinds)
        {
            await ThereAsync(seen);
        }

        foreach (var (xml, seen) in kinds)
        {
            await _pando.Client.DetachDeviceAsync(Name, Encoding.UTF8.GetBytes(xml), "live", Ct);
            await GoneAsync(seen);
        }
        await BuiltInStaysAsync();
        await NotThereAsync();
        await AfterAStopAsync(kinds);
    }

    /// <summary>One that is the machine's alone, one that is the definition's alone, one of both, and so on: the next start has what the definition has.</summary>
    private async Task AfterAStopAsync((string Xml, string Seen)[] kinds)
    {
        string[] scopes = ["live", "config", "live,config"];
        var defined = (await _pando.Client.GetXmlAsync(Name, inactive: true, cancellationToken: Ct)).Xml;
        foreach (var (at, (xml, seen)) in kinds.Index())
        {
            await _pando.Client.AttachDeviceAsync(Name, Encoding.UTF8.GetBytes(xml), scopes[at % scopes.Length], Ct);
            await (scopes[at % scopes.Length] == "config" ? GoneAsync(seen) : ThereAsync(seen));
        }

        await _pando.Client.DestroyAsync(Name, cancellationToken: Ct);
        await _pando.Client.StartAsync(Name, paused: true, Ct);
        _guest.Dispose();
        _guest = await GuestConsole.OpenAsync(_pando, Name);
        await _pando.Client.ResumeAsync(Name, Ct);
        await _guest.UntilAsync(TinyGuest.Ready);

        foreach (var (_, (xml, seen)) in kinds.Index().Where(one => scopes[one.Index % scopes.Length] != "live"))
        {
            await ThereAsync(seen);
            await _pando.Client.DetachDeviceAsync(Name, Encoding.UTF8.GetBytes(xml), "live,config", Ct);
        }
        foreach (var (_, seen) in kinds)
        {
            await GoneAsync(seen);
        }
        Assert.Equal(defined, (await _pando.Client.GetXmlAsync(Name, inactive: true, cancellationToken: Ct)).Xml);
    }

    /// <summary>What the chipset has is in no port.</summary>
    private async Task BuiltInStaysAsync()
    {
        var problem = (await Assert.ThrowsAsync<PandoProblemException>(
            () => _pando.Client.AttachDeviceAsync(Name, Encoding.UTF8.GetBytes("<input type='mouse' bus='ps2'/>"), "live", Ct))).Problem;
        Assert.Equal("domain.not-hot-pluggable", problem.Code);
    }

    /// <summary>A device of the host's that is not there: the machine is as it was.</summary>
    private async Task NotThereAsync()
    {
        var before = (await _pando.Client.GetXmlAsync(Name, cancellationToken: Ct)).Xml;
        foreach (var xml in (string[])
        [
            "<input type='evdev'><source dev='/dev/input/by-id/nobody-event-kbd'/></input>",
            "<input type='passthrough' bus='virtio'><source evdev='/dev/input/by-id/nobody-event-kbd'/></input>",
        ])
        {
            var problem = (await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.AttachDeviceAsync(Name, Encoding.UTF8.GetBytes(xml), "live", Ct))).Problem;
            Assert.Contains("nobody-event-kbd", problem.Detail, StringComparison.Ordinal);
            Assert.Equal(before, (await _pando.Client.GetXmlAsync(Name, cancellationToken: Ct)).Xml);
        }
        Assert.Equal("alive", await _guest.AskAsync("echo alive"));
    }

    // The very name: a mouse of one bus is no mouse of the other.
    private Task ThereAsync(string seen) => _guest.WaitsAsync($"grep -q 'Name=\"{seen}\"' /proc/bus/input/devices", "echo there", "there");

    private Task GoneAsync(string seen) => _guest.WaitsAsync($"! grep -q 'Name=\"{seen}\"' /proc/bus/input/devices", "echo gone", "gone");
}
