using System.Text;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Hardware;

/// <summary>
/// A guest has its host's network card, NVMe drive, USB devices and SCSI disk: real ones, behind an IOMMU. They are taken from
/// the host's drivers and given back, at a start and a stop, plugged in and out, and behind a daemon that was killed.
/// </summary>
[Collection(OnKvmHost.Name)]
[Trait("Speed", "Slow")]
public sealed class HostDevicesTests(KvmHost host) : IAsyncLifetime
{
    private const string Name = "guest";
    private const string Vfio = "vfio-pci";
    private const string OfCard = "e1000e";
    private const string OfDrive = "nvme";
    private const int Ports = 10;

    // As the guest's shell knows them: each disk begins with what it is.
    private const string Disks = "disks() { for disk in /dev/[sv]d?; do head -n 1 $disk; done | sort | tr '\\n' ','; }\n";

    private string _card = null!;
    private string _drive = null!;
    private string _port = null!;
    private string _adapter = null!;
    private GuestConsole? _guest;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Card => $"<hostdev mode='subsystem' type='pci' managed='yes'><source>{Address(_card)}</source></hostdev>";

    private string Drive => $"""
        <disk type='nvme' device='disk'><driver name='qemu' type='raw'/><source type='pci' managed='yes' namespace='1'>{Address(_drive)}</source>
        <target dev='vda' bus='virtio'/></disk>
        """;

    private string Stick => $"<hostdev mode='subsystem' type='usb'><source><address bus='{_port.Split('-')[0]}' port='{_port.Split('-')[1]}'/></source></hostdev>";

    private static string Tablet => "<hostdev mode='subsystem' type='usb'><source><vendor id='0x0627'/><product id='0x0001'/></source></hostdev>";

    private string Disk => $"""
        <hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_{_adapter}'/><address bus='0' target='0' unit='0'/></source></hostdev>
        """;

    public async ValueTask InitializeAsync()
    {
        _card = await host.PlaceAsync("0x10d3");
        _drive = await host.PlaceAsync("0x0010");
        _port = await host.Shell.AskAsync("basename $(dirname $(grep -l STICK-7 /sys/bus/usb/devices/*/serial))");
        _adapter = await host.Shell.AskAsync("basename $(dirname $(grep -l virtio /sys/class/scsi_host/*/proc_name))");
    }

    public ValueTask DisposeAsync()
    {
        _guest?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_guest_has_its_hosts_devices_and_gives_them_back()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PANDO_TEST_HARDWARE") == "1", "It takes more minutes than all of CI can spare: set PANDO_TEST_HARDWARE=1 to run it.");
        await host.Client.DefineAsync(Definition(), Ct);
        await RefusedWhileTheHostUsesThemAsync();

        // Devices of the host reach the guest's memory also where QEMU is alone in its user namespace.
        Assert.True((await host.Client.StartAsync(Name, paused: true, Ct)).Confinement!.OwnUsers);
        await OpenConsoleAsync();
        await host.Client.ResumeAsync(Name, Ct);
        await _guest!.UntilAsync(TinyGuest.Ready);
        await _guest.TypeAsync(Disks);
        await TheGuestHasAllAsync();
        await LimitsAndNodesAsync();
        await PluggedOutAndInAsync();
        await ProcessorsAsync();

        await ReplugAsync();
        await ReplugBehindDaemonAsync();
        await DiskOutAsync();
        await host.Client.DestroyAsync(Name, cancellationToken: Ct);
        await TheHostHasAllAsync();
    }

    private async Task RefusedWhileTheHostUsesThemAsync()
    {
        // The card has no cable's end switched on, and an address.
        await host.Shell.AskAsync($"ip addr add 10.9.9.9/24 dev $(ls /sys/bus/pci/devices/{_card}/net)");
        Assert.Contains("(10.9.9.9)", await RefusalAsync(), StringComparison.Ordinal);
        await host.Shell.AskAsync($"ip addr flush dev $(ls /sys/bus/pci/devices/{_card}/net)");

        await host.Shell.AskAsync("mke2fs /dev/nvme0n1 >/dev/null; mount -t ext4 /dev/nvme0n1 /mnt");
        Assert.Contains("nvme0n1 (/mnt)", await RefusalAsync(), StringComparison.Ordinal);
        await host.Shell.AskAsync("umount /mnt; mkswap /dev/nvme0n1; swapon /dev/nvme0n1");
        Assert.Contains("nvme0n1", await RefusalAsync(), StringComparison.Ordinal);
        await host.Shell.AskAsync("swapoff /dev/nvme0n1; echo the drive | dd of=/dev/nvme0n1 conv=fsync 2>/dev/null");
        Assert.Equal((OfCard, OfDrive), (await host.DriverAsync(_card), await host.DriverAsync(_drive)));
    }

    private async Task TheGuestHasAllAsync()
    {
        await _guest!.WaitsAsync("[ \"$(disks)\" = 'the disk,the drive,the stick,' ]", "disks", "the disk,the drive,the stick,");
        await _guest.WaitsAsync("grep -q 0627 /sys/bus/usb/devices/*/idVendor", "echo tablet", "tablet");
        await PingAsync();
        await _guest.AskAsync("echo the guest was here | dd of=/dev/vda seek=8 conv=fsync 2>/dev/null");
        // The very processor of the host, which QEMU emulates.
        Assert.Equal(await host.Shell.AskAsync("grep -m 1 'model name' /proc/cpuinfo"), await _guest.AskAsync("grep -m 1 'model name' /proc/cpuinfo"));
        Assert.Equal((Vfio, Vfio), (await host.DriverAsync(_card), await host.DriverAsync(_drive)));
    }

    /// <summary>Through the real card: its registers, its interrupts, and the guest's memory that it reaches.</summary>
    private async Task PingAsync()
    {
        await _guest!.AskAsync($"card=$(basename $(dirname $(grep -l {KvmHost.CardMac} /sys/class/net/*/address))); ip addr add 10.0.2.15/24 dev $card; ip link set $card up");
        await _guest.WaitsAsync("ping -c 1 -W 2 10.0.2.2 >/dev/null", "echo answered", "answered");
    }

    /// <summary>What QEMU may lock is the guest's memory for the cards, once more for the drive, and 1 GiB; the nodes that serve it are open.</summary>
    private async Task LimitsAndNodesAsync()
    {
        Assert.Equal("1610612736", await host.Shell.AskAsync("grep 'Max locked memory' /proc/$(qemu guest)/limits | awk '{ print $4 }'"));
        Assert.Equal("yes", await host.Shell.AskAsync("[ $(awk '/VmLck/ { print $2 }' /proc/$(qemu guest)/status) -ge 262144 ] && echo yes"));
        Assert.Equal(
            "/dev/vhost-net /dev/vhost-vsock",
            await host.Shell.AskAsync("echo $(ls -l /proc/$(qemu guest)/fd | grep -o '/dev/vhost-.*' | sort -u)"));
        Assert.Equal("yes", await _guest!.AskAsync("[ -c /dev/vsock ] && echo yes"));
    }

    private async Task PluggedOutAndInAsync()
    {
        await PlugAsync(Card, $"! grep -q {KvmHost.CardMac} /sys/class/net/*/address", () => HostHasAsync(_card, OfCard));
        await PingAsync();
        await PlugAsync(Drive, "[ ! -e /dev/vda ]", () => HostHasAsync(_drive, OfDrive));
        await PlugAsync(Stick, "[ \"$(disks)\" = 'the disk,the drive,' ]", () => HostReadsAsync("the stick"));
        await PlugAsync(Tablet, "! grep -q 0627 /sys/bus/usb/devices/*/idVendor", () => Task.CompletedTask);
        await _guest!.WaitsAsync("[ \"$(disks)\" = 'the disk,the drive,the stick,' ]", "disks", "the disk,the drive,the stick,");
        await _guest.WaitsAsync("grep -q 0627 /sys/bus/usb/devices/*/idVendor", "echo tablet", "tablet");
        Assert.Equal((Vfio, Vfio), (await host.DriverAsync(_card), await host.DriverAsync(_drive)));
    }

    /// <summary>A confined QEMU reaches no node that it was not started with, and takes none of SCSI as a descriptor.</summary>
    private async Task DiskOutAsync()
    {
        var disk = Encoding.UTF8.GetBytes(Disk);
        await AskedAsync(host.Client.DetachDeviceAsync(Name, disk, "live", Ct));
        await _guest!.WaitsAsync("[ \"$(disks)\" = 'the drive,the stick,' ]", "echo gone", "gone");
        Assert.Equal("root", await host.Shell.AskAsync("echo $(stat -c %U /dev/sg* | sort -u)"));
        await HostReadsAsync("the disk");
        var refused = await Assert.ThrowsAsync<PandoProblemException>(() => host.Client.AttachDeviceAsync(Name, disk, "live", Ct));
        Assert.Equal("domain.not-hot-pluggable", refused.Problem.Code);
        Assert.Contains("QEMU would have to open /dev/sg", refused.Problem.Detail, StringComparison.Ordinal);
    }

    /// <summary>Takes a device from the guest, looks that the host has it, and plugs it in again.</summary>
    private async Task PlugAsync(string device, string gone, Func<Task> hostHasIt)
    {
        var xml = Encoding.UTF8.GetBytes(device);
        await AskedAsync(host.Client.DetachDeviceAsync(Name, xml, "live", Ct));
        await _guest!.WaitsAsync(gone, "echo gone", "gone");
        await hostHasIt();
        await host.Client.AttachDeviceAsync(Name, xml, "live", Ct);
    }

    /// <summary>A guest as slow as this one is not always waited for; it lets the device go all the same.</summary>
    private static async Task AskedAsync(Task asked)
    {
        try
        {
            await asked;
        }
        catch (PandoProblemException late) when (late.Problem.Code == "domain.device-not-released")
        {
            // What the caller waits for next shows that it went.
        }
    }

    /// <summary>Up and down, and the device that is plugged in behind it: what QEMU dies of under TCG.</summary>
    private async Task ProcessorsAsync()
    {
        const string There = "[ -e /sys/devices/system/cpu/cpu1 ]";
        await host.Client.SetVcpusAsync(Name, new VcpusRequest { Count = 2 }, "live", Ct);
        await _guest!.WaitsAsync(There, "echo 1 > /sys/devices/system/cpu/cpu1/online; nproc", "2");
        await AskedAsync(host.Client.SetVcpusAsync(Name, new VcpusRequest { Count = 1 }, "live", Ct));
        await _guest.WaitsAsync("[ ! -e /sys/devices/system/cpu/cpu1 ]", "nproc", "1");
        await host.Client.AttachDeviceAsync(Name, "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>"u8.ToArray(), "live", Ct);
        await _guest.WaitsAsync("grep -q virtio_rng /sys/class/misc/hw_random/rng_available", "echo plugged", "plugged");
        await host.Client.SetVcpusAsync(Name, new VcpusRequest { Count = 2 }, "live", Ct);
        await _guest.WaitsAsync(There, "echo 1 > /sys/devices/system/cpu/cpu1/online; nproc", "2");
    }

    /// <summary>QEMU sees by itself that the stick has gone; what came back it has to be told of.</summary>
    private async Task ReplugAsync()
    {
        await PullOutAsync();
        await _guest!.WaitsAsync("[ \"$(disks)\" = 'the disk,the drive,' ]", "echo pulled out", "pulled out");
        await PutBackAsync();
        await _guest.WaitsAsync("[ \"$(disks)\" = 'the disk,the drive,the stick,' ]", "echo back", "back");
    }

    /// <summary>While nobody looks, and the next daemon finds what is left to do.</summary>
    private async Task ReplugBehindDaemonAsync()
    {
        await host.KillDaemonAsync();
        await PullOutAsync();
        await PutBackAsync();
        await host.StartDaemonAsync();
        await OpenConsoleAsync();
        await _guest!.WaitsAsync(
            "[ $(dmesg | grep -c 'usb 2-.*USB disconnect') -ge 3 ] && [ \"$(disks)\" = 'the disk,the drive,the stick,' ]", "echo back again", "back again");
    }

    private async Task PullOutAsync()
    {
        await host.Outer.Client.DetachDeviceAsync(HostInGuest.Name, host.StickXml(), "live", Ct);
        await host.Shell.WaitsAsync($"[ ! -e /sys/bus/usb/devices/{_port} ]", "echo pulled out", "pulled out");
    }

    private async Task PutBackAsync()
    {
        await host.Outer.Client.AttachDeviceAsync(HostInGuest.Name, host.StickXml(), "live", Ct);
        await host.Shell.WaitsAsync($"[ -e /sys/bus/usb/devices/{_port}/serial ]", "echo put back", "put back");
    }

    private async Task OpenConsoleAsync()
    {
        _guest?.Dispose();
        _guest = await GuestConsole.OpenAsync(host.Client, Name, KvmHost.Patience);
    }

    private async Task TheHostHasAllAsync()
    {
        await HostHasAsync(_card, OfCard);
        await HostHasAsync(_drive, OfDrive);
        await host.Shell.WaitsAsync("[ -b /dev/nvme0n1 ]", "dd if=/dev/nvme0n1 skip=8 count=1 2>/dev/null | head -n 1", "the guest was here");
        await HostReadsAsync("the stick");
        await HostReadsAsync("the disk");
        Assert.Equal("vfio", await host.Shell.AskAsync("ls /dev/vfio"));
        Assert.Equal("root", await host.Shell.AskAsync("echo $(stat -c %U /dev/bus/usb/*/* /dev/sg* | sort -u)"));
    }

    private async Task HostHasAsync(string device, string driver) =>
        await host.Shell.WaitsAsync($"[ \"$(basename $(readlink /sys/bus/pci/devices/{device}/driver))\" = {driver} ]", "echo the host has it", "the host has it");

    private async Task HostReadsAsync(string content) =>
        await host.Shell.WaitsAsync($"for disk in /dev/sd?; do head -n 1 $disk; done 2>/dev/null | grep -q '{content}'", "echo the host reads it", "the host reads it");

    private async Task<string> RefusalAsync()
    {
        var refused = (await Assert.ThrowsAsync<PandoProblemException>(() => host.Client.StartAsync(Name, cancellationToken: Ct))).Problem;
        Assert.Equal("hostdev.in-use", refused.Code);
        return refused.Detail!;
    }

    private static string Address(string place)
    {
        var parts = place.Split(':', '.');
        return $"<address domain='0x{parts[0]}' bus='0x{parts[1]}' slot='0x{parts[2]}' function='0x{parts[3]}'/>";
    }

    private byte[] Definition() => Encoding.UTF8.GetBytes($"""
        <domain type='kvm'>
          <name>{Name}</name>
          <memory unit='MiB'>256</memory>
          <vcpu current='1'>2</vcpu>
          <os>
            <type arch='x86_64' machine='q35'>hvm</type>
            <kernel>{KvmHostFiles.Innermost.Kernel}</kernel>
            <initrd>{KvmHostFiles.Innermost.Initrd}</initrd>
            <cmdline>{TinyGuest.KernelArguments}</cmdline>
          </os>
          <features><acpi/></features>
          <cpu mode='host-passthrough'/>
          <devices>
            <serial type='pty'/>
            <controller type='usb' model='qemu-xhci'/>
            <controller type='scsi' model='virtio-scsi'/>
            <controller type='pci' index='0' model='pcie-root'/>
            {string.Concat(Enumerable.Repeat("<controller type='pci' model='pcie-root-port'/>", Ports))}
            <interface type='ethernet'><model type='virtio'/><driver name='vhost'/><rom enabled='no'/></interface>
            <vsock model='virtio'><cid auto='yes'/></vsock>
            {Card}{Drive}{Stick}{Tablet}{Disk}
          </devices>
        </domain>
        """);
}
