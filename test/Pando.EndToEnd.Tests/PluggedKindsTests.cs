using System.Diagnostics;
using System.Text;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.TestNamespaces;
using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>
/// Kinds of devices that take something of the host, or of the guest's memory: plugged into one running guest and taken
/// away again, in a network of the test's own.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class PluggedKindsTests : IAsyncLifetime
{
    private const string Card = "<interface type='bridge'><mac address='52:54:00:00:00:71'/><source bridge='br0'/><model type='virtio'/>{0}</interface>";
    private const string Macvtap = "<interface type='direct'><mac address='52:54:00:00:00:74'/><source dev='wire0' mode='bridge'/><model type='virtio'/></interface>";
    private const string Module = "<memory model='dimm'><target><size unit='MiB'>256</size><node>0</node></target></memory>";
    private const string Watchdog = "<watchdog model='i6300esb' action='poweroff'/>";
    private const string Redirection = "<redirdev bus='usb' type='tcp'><source mode='bind' host='127.0.0.1' service='4711'/><protocol type='raw'/></redirdev>";

    /// <summary>Prints how many blocks of memory the guest has.</summary>
    private const string Blocks = "ls -d /sys/devices/system/memory/memory* | wc -l";

    private NamedNetwork _network = null!;
    private Instance _pando = null!;
    private GuestConsole _console = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _network = NamedNetwork.Make();
        _network.Ip("link", "add", "br0", "type", "bridge");
        _network.Ip("address", "add", "10.77.0.1/24", "dev", "br0");
        _network.Ip("link", "set", "br0", "up");
        _network.Ip("link", "add", "wire0", "type", "veth", "peer", "name", "wire1");
        _network.Ip("link", "set", "wire0", "up");
        var root = Directory.CreateTempSubdirectory("pando-e2e-").FullName;
        _pando = await Instance.StartAsync(root, _network.Wrap(root, Programs.Pandod), cancellationToken: Ct);
    }

    public async ValueTask DisposeAsync()
    {
        _console?.Dispose();
        if (_pando is not null)
        {
            await _pando.DisposeAsync();
        }
        _network.Dispose();
    }

    [Fact]
    public async Task A_guest_sees_every_kind_come_and_go()
    {
        await StartAsync();
        await TapAsync();
        await MacvtapAsync();
        await ModuleAsync();
        await VirtioMemoryAsync();
        await SharedDirectoryAsync();
        await WatchdogAsync();
        await IoThreadAsync();
        await RedirectionAsync();
        await AbsentDevicesAsync();
        await AfterADeathOfTheDaemonAsync();
        await AfterAResetAsync();
        await AfterAStopAsync();
        await AfterADeathOfQemuAsync();
    }

    private async Task StartAsync()
    {
        var ports = string.Concat(Enumerable.Repeat("<controller type='pci' model='pcie-root-port'/>", 12));
        var guest = await TinyGuest.BuildAsync(
            ["button", "virtio_pci", "virtio_net", "virtio_blk", "virtio_mem", "virtiofs", "vmw_vsock_virtio_transport"], [], init: null, Path.Combine(_pando.Root, "plugged.cpio"), Ct);
        var definition = Encoding.UTF8.GetString(Machines.Tiny("tiny", guest, $"<controller type='pci' index='0' model='pcie-root'/><controller type='usb' model='qemu-xhci'/>{ports}<controller type='pci' model='pcie-to-pci-bridge'/><disk type='file' device='cdrom'><target dev='sdc' bus='sata'/><readonly/><boot order='2'/></disk>"))
            .Replace(
                "<memory unit='MiB'>256</memory>",
                "<maxMemory slots='4' unit='MiB'>2048</maxMemory><memory unit='MiB'>256</memory><memoryBacking><source type='memfd'/><access mode='shared'/></memoryBacking>",
                StringComparison.Ordinal);
        _console = await GuestConsole.BootAsync(_pando.Client, "tiny", Encoding.UTF8.GetBytes(definition));
    }

    private async Task TapAsync()
    {
        var before = _network.Devices();
        var card = Of(Card);
        await AttachAsync(card);
        var tap = Assert.Single(_network.Devices().Except(before));
        Assert.Contains(tap, _network.Ip("-o", "link", "show", "master", "br0"), StringComparison.Ordinal);
        await _console.WaitsAsync("[ -d /sys/class/net/eth0 ]", "cat /sys/class/net/eth0/address", "52:54:00:00:00:71");
        await _console.WaitsAsync("ifconfig eth0 10.77.0.2 && ping -c 1 -W 5 10.77.0.1 >/dev/null", "echo reached", "reached");

        // What goes through it is counted as of a card that was there at the start.
        var figures = Assert.Single(await _pando.Client.GetStatisticsAsync(["tiny"], ["net"], fresh: true, cancellationToken: Ct));
        Assert.Equal(tap, figures.Words["net.0.name"]);
        Assert.True(figures.Numbers["net.0.rx.bytes"] > 0 && figures.Numbers["net.0.tx.bytes"] > 0);

        await UpdateAsync(Of(Card, "<link state='down'/>"));
        await _console.WaitsAsync("[ \"$(cat /sys/class/net/eth0/carrier)\" = 0 ]", "echo silence", "silence");
        await UpdateAsync(Of(Card, "<boot order='1'/><link state='up'/>"));
        await UpdateAsync(Of(Card, "<boot order='1'/><link state='up'/><bandwidth><outbound average='1000'/></bandwidth>"));
        Assert.Equal(2, _network.Devices().Except(before).Count());

        await DetachAsync(card);
        await _console.WaitsAsync("[ ! -e /sys/class/net/eth0 ]", "echo gone", "gone");
        Assert.Equal(before, _network.Devices());
    }

    private async Task MacvtapAsync()
    {
        var before = _network.Devices();
        const string Direct = "<interface type='direct'><mac address='52:54:00:00:00:72'/><source dev='wire0' mode='bridge'/><model type='virtio'/></interface>";
        await AttachAsync(Direct);
        Assert.Equal("macvtap0", Assert.Single(_network.Devices().Except(before)));
        await _console.WaitsAsync("[ -d /sys/class/net/eth0 ]", "cat /sys/class/net/eth0/address", "52:54:00:00:00:72");
        await DetachAsync(Direct);
        Assert.Equal(before, _network.Devices());
    }

    private async Task ModuleAsync()
    {
        const string Switch = "for b in /sys/devices/system/memory/memory*; do grep -q offline $b/state && echo online_movable >$b/state; done; true";
        await _console.WaitsAsync("true", Blocks, "2");
        var with = await AttachAsync(Module);
        Assert.Equal(512 * 1024, with.MemoryKiB);
        await _console.WaitsAsync($"[ $({Blocks}) = 4 ] && {{ {Switch}; }}", "grep -c online$ /sys/devices/system/memory/memory*/state | grep -c :1", "4");
        var without = await DetachAsync(Module);
        Assert.Equal(256 * 1024, without.MemoryKiB);
        await _console.WaitsAsync("true", Blocks, "2");
    }

    private async Task VirtioMemoryAsync()
    {
        const string Memory = "<memory model='virtio-mem'><target><size unit='MiB'>256</size><node>0</node><block unit='MiB'>2</block><requested unit='MiB'>{0}</requested></target>{1}</memory>";
        await AttachAsync(Of(Memory, "128").Replace("{1}", "", StringComparison.Ordinal));
        await _console.WaitsAsync("[ $(ls -d /sys/devices/system/memory/memory* | wc -l) = 3 ]", "echo more", "more");
        await UpdateAsync(Of(Memory, "0").Replace("{1}", "<alias name='virtiomem0'/>", StringComparison.Ordinal));
        await _console.WaitsAsync("[ $(ls -d /sys/devices/system/memory/memory* | wc -l) = 2 ]", "echo less", "less");
        // QEMU of today keeps it; the machine is as it was, and may be asked again.
        var refused = await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.DetachAliasAsync("tiny", "virtiomem0", "live", Ct));
        Assert.Equal("domain.qemu-refused", refused.Problem.Code);
        Assert.Empty((await _pando.Client.GetMachineAsync("tiny", Ct)).UnplugAsked ?? []);
    }

    private async Task SharedDirectoryAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_pando.Root, "lib", "shared")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "from-host"), "host words\n", Ct);
        var shared = $"<filesystem type='mount'><driver type='virtiofs'/><source dir='{folder}'/><target dir='together'/></filesystem>";
        var processes = _pando.OtherProcesses().Count;
        await AttachAsync(shared);
        await _console.WaitsAsync("mkdir -p /together && mount -t virtiofs together /together", "cat /together/from-host", "host words");
        await _console.WaitsAsync("echo guest words >/together/from-guest && umount /together", "echo written", "written");
        Assert.Equal("guest words\n", await File.ReadAllTextAsync(Path.Combine(folder, "from-guest"), Ct));
        await DetachAsync(shared);
        Assert.Equal(processes, _pando.OtherProcesses().Count);
        // Again: what served it before is gone with all that it had.
        await AttachAsync(shared);
        await DetachAsync(shared);
        Assert.Equal(processes, _pando.OtherProcesses().Count);
        // QEMU itself would open what lies in it, and is confined to what it was started with.
        var refused = await Assert.ThrowsAsync<PandoProblemException>(
            () => AttachAsync($"<disk type='dir'><driver name='qemu' type='fat'/><source dir='{folder}'/><target dev='vdx' bus='virtio'/><readonly/></disk>"));
        Assert.Equal("domain.not-hot-pluggable", refused.Problem.Code);
        Assert.Contains(folder, refused.Problem.Detail, StringComparison.Ordinal);
    }

    private async Task WatchdogAsync()
    {
        await AttachAsync(Watchdog);
        await _console.WaitsAsync("grep -q 0x25ab /sys/bus/pci/devices/*/device", "echo watched", "watched");
        await DetachAsync(Watchdog);
        await _console.WaitsAsync("! grep -q 0x25ab /sys/bus/pci/devices/*/device", "echo gone", "gone");
    }

    private async Task IoThreadAsync()
    {
        var path = Path.Combine(_pando.Root, "lib", "images", "threaded.img");
        await File.WriteAllBytesAsync(path, new byte[1 << 20], Ct);
        var disk = $"<disk type='file' device='disk'><driver name='qemu' type='raw' iothread='2'/><source file='{path}'/><target dev='vdb' bus='virtio'/></disk>";
        Assert.Equal(0, (await _pando.CliAsync("iothreadadd", "tiny", "2", "--live")).ExitCode);
        await AttachAsync(disk);
        await _console.WaitsAsync("[ -b /dev/vda ] && dd if=/dev/vda of=/dev/null bs=64k 2>/dev/null", "cat /sys/block/vda/size", "2048");
        Assert.Contains("vdb", (await _pando.CliAsync("iothreadinfo", "tiny")).Output, StringComparison.Ordinal);
        var refused = await _pando.CliAsync("iothreaddel", "tiny", "2");
        Assert.Contains("vdb", refused.Error, StringComparison.Ordinal);
        await DetachAsync(disk);
        Assert.Equal(0, (await _pando.CliAsync("iothreaddel", "tiny", "2")).ExitCode);
        Assert.Empty(await _pando.Client.ListIoThreadsAsync("tiny", cancellationToken: Ct));
    }

    private async Task RedirectionAsync()
    {
        await AttachAsync(Redirection);
        await DetachAsync(Redirection);
        // The port is free again, and so is its name.
        await AttachAsync(Redirection);
        await DetachAsync(Redirection);
    }

    /// <summary>What this machine has no device for is refused with the reason, or is absent where it may be.</summary>
    private async Task AbsentDevicesAsync()
    {
        const string Usb = "<hostdev mode='subsystem' type='usb'><source{0}><serial>NOT-HERE</serial></source></hostdev>";
        var refused = await Assert.ThrowsAsync<PandoProblemException>(() => AttachAsync(Of(Usb)));
        Assert.Equal("hostdev.missing", refused.Problem.Code);
        await AttachAsync(Of(Usb, " startupPolicy='optional'"));
        await DetachAsync(Of(Usb, " startupPolicy='optional'"));

        const string Vsock = "<vsock model='virtio'><cid auto='yes'/></vsock>";
        if (!File.Exists("/dev/vhost-vsock"))
        {
            refused = await Assert.ThrowsAsync<PandoProblemException>(() => AttachAsync(Vsock));
            Assert.Equal("hostdev.missing", refused.Problem.Code);
            return;
        }
        await AttachAsync(Vsock);
        await _console.WaitsAsync("[ -e /dev/vsock ]", "echo a socket", "a socket");
        await DetachAsync("<vsock/>");
    }

    /// <summary>A tap that one daemon plugged in is taken down by the next.</summary>
    private async Task AfterADeathOfTheDaemonAsync()
    {
        var before = _network.Devices();
        const string Direct = "<interface type='direct'><mac address='52:54:00:00:00:73'/><source dev='wire0' mode='bridge'/><model type='virtio'/></interface>";
        await AttachAsync(Of(Card));
        await AttachAsync(Direct);
        Assert.Equal(2, _network.Devices().Except(before).Count());
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        _console.Dispose();
        _console = await GuestConsole.OpenAsync(_pando, "tiny");
        await DetachAsync(Of(Card));
        await DetachAsync(Direct);
        Assert.Equal(before, _network.Devices());
    }

    /// <summary>The reset button takes nothing of it away, and all of it can go behind it.</summary>
    private async Task AfterAResetAsync()
    {
        var (before, processes, defined) = (_network.Devices(), _pando.OtherProcesses().Count, await DefinedAsync());
        foreach (var xml in KindsOfAll())
        {
            await AttachAsync(xml);
        }
        await AttachAsync(Macvtap);
        var running = (await _pando.Client.GetXmlAsync("tiny", cancellationToken: Ct)).Xml;
        var devices = _network.Devices();

        await _pando.Client.ResetAsync("tiny", Ct);
        await _console.UntilAsync(TinyGuest.Ready);

        Assert.Equal(running, (await _pando.Client.GetXmlAsync("tiny", cancellationToken: Ct)).Xml);
        Assert.Equal(devices, _network.Devices());
        await SeenAsync();
        await _console.WaitsAsync("[ -d /sys/class/net/eth1 ]", "echo two", "two");
        foreach (var xml in KindsOfAll().Reverse())
        {
            await DetachAsync(xml);
        }
        await DetachAsync(Macvtap);
        await NothingLeftAsync();
        Assert.Equal(before, _network.Devices());
        Assert.Equal(processes, _pando.OtherProcesses().Count);
        Assert.Equal(defined, await DefinedAsync());
    }

    /// <summary>What was the running machine's alone is gone from the host with it; what is the definition's comes with the next start.</summary>
    private async Task AfterAStopAsync()
    {
        var (before, defined) = (_network.Devices(), await DefinedAsync());
        foreach (var (at, xml) in KindsOfAll().Index())
        {
            await AttachAsync(xml, at % 2 == 0 ? "config" : "live,config");
        }
        await AttachAsync(Macvtap);
        await AttachAsync(Redirection);

        await _pando.Client.DestroyAsync("tiny", cancellationToken: Ct);
        Assert.Equal(before, _network.Devices());
        Assert.Empty(_pando.OtherProcesses());
        await _pando.Client.StartAsync("tiny", paused: true, Ct);
        _console.Dispose();
        _console = await GuestConsole.OpenAsync(_pando, "tiny");
        await _pando.Client.ResumeAsync("tiny", Ct);
        await _console.UntilAsync(TinyGuest.Ready);

        await SeenAsync();
        // Neither the card that only the machine before had nor its virtio-mem; the port of the redirection is free.
        Assert.Equal("lo 0", await _console.AskAsync("echo $(ls /sys/class/net | grep -v eth0) $(ls /sys/bus/virtio/drivers/virtio_mem 2>/dev/null | grep -c virtio)"));
        await AttachAsync(Redirection);
        await DetachAsync(Redirection);
        foreach (var xml in KindsOfAll().Reverse())
        {
            await DetachAsync(xml, "live,config");
        }
        await NothingLeftAsync();
        Assert.Equal(before, _network.Devices());
        Assert.Equal(defined, await DefinedAsync());
    }

    /// <summary>A card with a tap, a module of memory, a shared directory, a watchdog.</summary>
    private IReadOnlyList<string> KindsOfAll() =>
        [Of(Card), Module, $"<filesystem type='mount'><driver type='virtiofs'/><source dir='{Path.Combine(_pando.Root, "lib", "shared")}'/><target dir='together'/></filesystem>", Watchdog];

    private async Task SeenAsync()
    {
        await _console.WaitsAsync("[ -d /sys/class/net/eth0 ]", "cat /sys/class/net/eth0/address", "52:54:00:00:00:71");
        await _console.WaitsAsync("ifconfig eth0 10.77.0.2 && ping -c 1 -W 5 10.77.0.1 >/dev/null", "echo reached", "reached");
        await _console.WaitsAsync("true", Blocks, "4");
        await _console.WaitsAsync("mkdir -p /together && mount -t virtiofs together /together", "cat /together/from-host", "host words");
        await _console.WaitsAsync("umount /together", "echo left", "left");
        await _console.WaitsAsync("grep -q 0x25ab /sys/bus/pci/devices/*/device", "echo watched", "watched");
    }

    private async Task NothingLeftAsync()
    {
        await _console.WaitsAsync("[ ! -e /sys/class/net/eth0 ] && ! grep -q 0x25ab /sys/bus/pci/devices/*/device", "echo gone", "gone");
        await _console.WaitsAsync("true", Blocks, "2");
        await _console.WaitsAsync("! mount -t virtiofs together /together 2>/dev/null", "echo none", "none");
    }

    private async Task<string> DefinedAsync() => (await _pando.Client.GetXmlAsync("tiny", inactive: true, cancellationToken: Ct)).Xml;

    private async Task AfterADeathOfQemuAsync()
    {
        var before = _network.Devices();
        await AttachAsync("<interface type='direct'><source dev='wire0' mode='bridge'/><model type='virtio'/></interface>");
        Assert.Single(_network.Devices().Except(before));
        using (var qemu = Process.GetProcessById((int)(await _pando.Client.GetMachineAsync("tiny", Ct)).Pid!))
        {
            qemu.Kill();
        }
        await _pando.UntilAsync("tiny", machine => machine.State.Phase == MachinePhase.ShutOff);
        Assert.Equal(before, _network.Devices());
    }

    private Task<Machine> AttachAsync(string xml, string scope = "live") => _pando.Client.AttachDeviceAsync("tiny", Encoding.UTF8.GetBytes(xml), scope, Ct);

    private async Task<Machine> DetachAsync(string xml, string scope = "live")
    {
        try
        {
            return await _pando.Client.DetachDeviceAsync("tiny", Encoding.UTF8.GetBytes(xml), scope, Ct);
        }
        catch (PandoProblemException e) when (e.Problem.Code == "domain.device-not-released")
        {
            // A guest on a busy machine takes its time; what it was asked for stands.
            return await _pando.UntilAsync("tiny", machine => machine.UnplugAsked is null or { Count: 0 });
        }
    }

    private Task<Machine> UpdateAsync(string xml) => _pando.Client.UpdateDeviceAsync("tiny", Encoding.UTF8.GetBytes(xml), "live", cancellationToken: Ct);

    private static string Of(string xml, string more = "") => xml.Replace("{0}", more, StringComparison.Ordinal);
}
