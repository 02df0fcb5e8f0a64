using Pando.Api.Machines;
using Pando.EndToEnd.Tests.Networks;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Libvirt.Windows;

/// <summary>Debian's virt-manager and virt-viewer, used by a person, take pandod for a libvirtd.</summary>
[Trait("Speed", "Slow")]
public sealed class DesktopClientTests : IAsyncLifetime
{
    private const string Name = "web1";

    private NetworkedInstance _host = null!;
    private Virsh _virsh = null!;
    private Desktop _desktop = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await NetworkedInstance.StartAsync();
        // Where the screens of guests are shown.
        await _host.InsideAsync("ip", "link", "set", "lo", "up");
        _virsh = new Virsh(_host.Pando.Root);
        var definition = Path.Combine(_host.Pando.Root, "web1.xml");
        await File.WriteAllTextAsync(definition, Machine(await TinyGuest.GetAsync(Ct)), Ct);
        await _virsh.RunAsync("define", definition);
        _desktop = await Desktop.OpenAsync(_host.Inside);
    }

    public async ValueTask DisposeAsync()
    {
        await _desktop.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task virt_manager_lists_starts_shows_and_stops_a_machine()
    {
        await _desktop.StartAsync("virt-manager", "--no-fork", "--connect", _virsh.Uri);
        await _desktop.SeeAsync("table cell", $"{Name}\nShutoff");
        await _desktop.ChooseAsync("table cell", $"{Name}\nShutoff");
        await _desktop.PressAsync("push button", "Run");
        await _desktop.SeeAsync("table cell", $"{Name}\nRunning");
        await _desktop.KeepAsync("virt-manager-list");

        await _desktop.PressAsync("push button", "Open");
        await _desktop.SeeAsync("frame", $"{Name} on QEMU/KVM");
        await _desktop.LitAsync("drawing area", "");
        await _desktop.KeepAsync("virt-manager-console");
        await _desktop.PressAsync("radio button", "Details");
        foreach (var part in (string[])["Overview", "CPUs", "Memory", "Display VNC", "Video VGA"])
        {
            await _desktop.ChooseAsync("table cell", part);
        }
        await _desktop.KeepAsync("virt-manager-details");

        using (var console = await GuestConsole.OpenAsync(_host.Pando.Client, Name))
        {
            await console.UntilAsync(TinyGuest.Ready);
        }
        await _desktop.PressAsync("push button", "Shut Down");
        await StateAsync(MachinePhase.ShutOff);
        await _desktop.SeeAsync("table cell", $"{Name}\nShutoff");

        // What others do is seen.
        await _virsh.RunAsync("start", Name);
        await _desktop.SeeAsync("table cell", $"{Name}\nRunning");
        await _virsh.RunAsync("destroy", Name);
        await _desktop.SeeAsync("table cell", $"{Name}\nShutoff");
    }

    [Fact]
    public async Task virt_viewer_shows_the_screen()
    {
        await _virsh.RunAsync("start", Name);
        await _desktop.StartAsync("virt-viewer", "--connect", _virsh.Uri, "--wait", Name);
        await _desktop.SeeAsync("frame", $".*{Name}.*");
        await _desktop.LitAsync("frame", $".*{Name}.*");
        await _desktop.KeepAsync("virt-viewer");
    }

    /// <summary>virt-manager knows what to do with a machine of KVM only where the host has it.</summary>
    private static string Machine(TinyGuestFiles guest) => $"""
        <domain type='qemu'>
          <name>{Name}</name><memory unit='MiB'>256</memory><vcpu>1</vcpu>
          <os>
            <type arch='x86_64' machine='q35'>hvm</type>
            <kernel>{guest.Kernel}</kernel><initrd>{guest.Initrd}</initrd><cmdline>{TinyGuest.KernelArguments}</cmdline>
          </os>
          <features><acpi/></features>
          <devices>
            <serial type='pty'/>
            <input type='tablet' bus='usb'/>
            <graphics type='vnc' autoport='yes' listen='127.0.0.1'/>
            <video><model type='vga'/></video>
          </devices>
        </domain>
        """;

    private Task StateAsync(MachinePhase phase) => Waiting.UntilAsync(() => _host.Pando.Client.GetMachineAsync(Name, Ct), machine => machine.State.Phase == phase);
}
