using System.Text;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>What a guest sees of devices that come, change and go while it runs.</summary>
[Trait("Speed", "Slow")]
public sealed class HotPlugTests : IAsyncLifetime
{
    private const string Devices = """
        <controller type='pci' index='0' model='pcie-root'/>
        <controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/>
        <controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/>
        <controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/>
        <controller type='scsi' model='virtio-scsi'/>
        <disk type='file' device='cdrom'><driver name='qemu' type='raw'/><target dev='sda' bus='scsi'/><readonly/></disk>
        """;

    private const string Card = "<interface type='user'><mac address='52:54:00:00:00:77'/><model type='virtio'/></interface>";

    private const string Randomness = "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>";

    private Instance _pando = null!;
    private GuestConsole _console = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: Ct);

    public async ValueTask DisposeAsync()
    {
        _console?.Dispose();
        await _pando.DisposeAsync();
    }

    [Fact]
    public async Task A_guest_sees_what_is_plugged_changed_and_taken_away()
    {
        var definition = Encoding.UTF8.GetString(Machines.Tiny("tiny", await TinyGuest.GetAsync(Ct), Devices))
            .Replace("<vcpu>1</vcpu>", "<vcpu current='1'>2</vcpu>", StringComparison.Ordinal);
        _console = await GuestConsole.BootAsync(_pando.Client, "tiny", Encoding.UTF8.GetBytes(definition));

        await DiskAsync();
        await CardAsync();
        await RandomnessAsync();
        await MediumAsync();
        await AfterADeathAsync();
        await AfterAResetAsync();
        await ProcessorsAsync();
        await AfterAStopAsync();
    }

    private async Task DiskAsync()
    {
        var disk = await DiskAsync("vdb", "virtio");
        var with = await _pando.Client.AttachDeviceAsync("tiny", disk, "live,config", Ct);
        Assert.Contains(with.Disks, one => one.Target == "vdb");
        await _console.WaitsAsync("[ -b /dev/vda ]", "cat /sys/block/vda/size", "2048");
        await _pando.Client.DetachDeviceAsync("tiny", disk, "live,config", Ct);
        await _console.WaitsAsync("[ ! -e /sys/block/vda ]", "echo gone", "gone");
        Assert.Equal(3, (await _pando.Client.GetMachineAsync("tiny", Ct)).Version);
    }

    private async Task CardAsync()
    {
        await _pando.Client.AttachDeviceAsync("tiny", Text(Card), cancellationToken: Ct);
        await _console.WaitsAsync("[ -d /sys/class/net/eth0 ]", "cat /sys/class/net/eth0/address", "52:54:00:00:00:77");
        await _console.WaitsAsync("ifconfig eth0 up && [ \"$(cat /sys/class/net/eth0/carrier)\" = 1 ]", "echo carrier", "carrier");
        await _pando.Client.UpdateDeviceAsync("tiny", Text(Card.Replace("</", "<link state='down'/></", StringComparison.Ordinal)), cancellationToken: Ct);
        await _console.WaitsAsync("[ \"$(cat /sys/class/net/eth0/carrier)\" = 0 ]", "echo silence", "silence");
        await _pando.Client.DetachDeviceAsync("tiny", Text(Card), cancellationToken: Ct);
        await _console.WaitsAsync("[ ! -e /sys/class/net/eth0 ]", "echo gone", "gone");
    }

    private async Task RandomnessAsync()
    {
        await _pando.Client.AttachDeviceAsync("tiny", Text(Randomness), cancellationToken: Ct);
        await _console.WaitsAsync("grep -q virtio /sys/class/misc/hw_random/rng_available", "echo random", "random");
        await _pando.Client.DetachAliasAsync("tiny", "rng0", cancellationToken: Ct);
        await _console.WaitsAsync("! grep -q virtio /sys/class/misc/hw_random/rng_available", "echo gone", "gone");
    }

    private async Task MediumAsync()
    {
        foreach (var words in new[] { "FIRST-MEDIUM", "OTHER-MEDIUM" })
        {
            var path = Path.Combine(_pando.Root, "lib", "images", $"{words}.iso");
            var content = new byte[64 * 1024];
            Encoding.ASCII.GetBytes(words).CopyTo(content, 0);
            await File.WriteAllBytesAsync(path, content, Ct);
            await _pando.Client.UpdateDeviceAsync("tiny", Text(Drive(path)), force: true, cancellationToken: Ct);
            await _console.WaitsAsync($"dd if=/dev/sr0 bs=2048 count=1 2>/dev/null | grep -q {words}", "echo read", "read");
        }
        var empty = await _pando.Client.UpdateDeviceAsync("tiny", Text(Drive(null)), force: true, cancellationToken: Ct);
        Assert.Null(Assert.Single(empty.Disks, disk => disk.Target == "sda").Source);
    }

    private async Task ProcessorsAsync()
    {
        Assert.Equal(2, (await _pando.Client.SetVcpusAsync("tiny", new VcpusRequest { Count = 2 }, cancellationToken: Ct)).CurrentVcpus);
        await _console.WaitsAsync(
            "[ -e /sys/devices/system/cpu/cpu1/online ] && { echo 1 >/sys/devices/system/cpu/cpu1/online; true; }", "grep -c ^processor /proc/cpuinfo", "2");
        // Without KVM QEMU would die of the next plug after it: refused, and the machine goes on.
        var refused = await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.SetVcpusAsync("tiny", new VcpusRequest { Count = 1 }, cancellationToken: Ct));
        Assert.Equal("domain.vcpus-emulated", refused.Problem.Code);
        await RandomnessAsync();
    }

    /// <summary>What was plugged in is known to the daemon that comes after one that was killed, which takes it away.</summary>
    private async Task AfterADeathAsync()
    {
        var disk = await DiskAsync("vdc", "virtio");
        await _pando.Client.AttachDeviceAsync("tiny", disk, cancellationToken: Ct);
        var (before, _) = await _pando.Client.GetXmlAsync("tiny", cancellationToken: Ct);
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        _console.Dispose();
        _console = await GuestConsole.OpenAsync(_pando, "tiny");
        Assert.Equal(before, (await _pando.Client.GetXmlAsync("tiny", cancellationToken: Ct)).Xml);
        var without = await _pando.Client.DetachDeviceAsync("tiny", disk, cancellationToken: Ct);
        Assert.DoesNotContain(without.Disks, one => one.Target == "vdc");
    }

    /// <summary>The reset button takes nothing away, and what was plugged in before it can go behind it.</summary>
    private async Task AfterAResetAsync()
    {
        var (disk, medium) = (await DiskAsync("vdd", "virtio"), Path.Combine(_pando.Root, "lib", "images", "OTHER-MEDIUM.iso"));
        await _pando.Client.AttachDeviceAsync("tiny", disk, cancellationToken: Ct);
        await _pando.Client.AttachDeviceAsync("tiny", Text(Card), cancellationToken: Ct);
        await _pando.Client.UpdateDeviceAsync("tiny", Text(Drive(medium)), force: true, cancellationToken: Ct);
        var before = (await _pando.Client.GetXmlAsync("tiny", cancellationToken: Ct)).Xml;

        await _pando.Client.ResetAsync("tiny", Ct);
        await _console.UntilAsync(TinyGuest.Ready);

        Assert.Equal(before, (await _pando.Client.GetXmlAsync("tiny", cancellationToken: Ct)).Xml);
        await _console.WaitsAsync("[ -b /dev/vda ]", "cat /sys/block/vda/size", "2048");
        await _console.WaitsAsync("[ -d /sys/class/net/eth0 ]", "cat /sys/class/net/eth0/address", "52:54:00:00:00:77");
        await _console.WaitsAsync("dd if=/dev/sr0 bs=2048 count=1 2>/dev/null | grep -q OTHER-MEDIUM", "echo read", "read");
        await _pando.Client.DetachDeviceAsync("tiny", disk, cancellationToken: Ct);
        await _pando.Client.DetachDeviceAsync("tiny", Text(Card), cancellationToken: Ct);
        await _console.WaitsAsync("[ ! -e /sys/block/vda ] && [ ! -e /sys/class/net/eth0 ]", "echo gone", "gone");
    }

    /// <summary>What is of the running machine alone ends with it; what is of the definition is there at the next start, plugged before or not.</summary>
    private async Task AfterAStopAsync()
    {
        var defined = (await _pando.Client.GetXmlAsync("tiny", inactive: true, cancellationToken: Ct)).Xml;
        var (passing, lasting) = (await DiskAsync("vde", "virtio"), await DiskAsync("sdb", "scsi"));
        await _pando.Client.AttachDeviceAsync("tiny", passing, "live", Ct);
        var randomness = Path.Combine(_pando.Root, "rng.xml");
        await File.WriteAllTextAsync(randomness, Randomness, Ct);
        var attached = await _pando.CliAsync("attach-device", "tiny", randomness, "--persistent");
        Assert.Equal((0, ""), (attached.ExitCode, attached.Error));
        await _pando.Client.AttachDeviceAsync("tiny", lasting, "live,config", Ct);
        await _pando.Client.AttachDeviceAsync("tiny", Text(Card), "config", Ct);
        await _console.WaitsAsync("[ -b /dev/vda ] && [ -b /dev/sda ] && grep -q virtio /sys/class/misc/hw_random/rng_available", "ls /sys/class/net", "lo");

        await _pando.Client.DestroyAsync("tiny", cancellationToken: Ct);
        await _pando.Client.StartAsync("tiny", paused: true, Ct);
        _console.Dispose();
        _console = await GuestConsole.OpenAsync(_pando, "tiny");
        await _pando.Client.ResumeAsync("tiny", Ct);
        await _console.UntilAsync(TinyGuest.Ready);

        await _console.WaitsAsync("[ -b /dev/sda ] && grep -q virtio /sys/class/misc/hw_random/rng_available", "cat /sys/class/net/eth0/address", "52:54:00:00:00:77");
        // The disk and the processor that only the machine before had, and the medium in its drive.
        Assert.Equal("1 0", await _console.AskAsync("echo $(grep -c ^processor /proc/cpuinfo) $(ls -d /sys/block/vda 2>/dev/null | wc -l)"));
        Assert.Equal("0", await _console.AskAsync("dd if=/dev/sr0 bs=2048 count=1 2>/dev/null | grep -c MEDIUM"));

        await _pando.Client.DetachDeviceAsync("tiny", lasting, "live,config", Ct);
        await _pando.Client.DetachDeviceAsync("tiny", Text(Card), "live,config", Ct);
        var detached = await _pando.CliAsync("detach-device", "tiny", randomness, "--persistent");
        Assert.Equal((0, ""), (detached.ExitCode, detached.Error));
        await _console.WaitsAsync("[ ! -e /sys/block/sda ] && [ ! -e /sys/class/net/eth0 ] && ! grep -q virtio /sys/class/misc/hw_random/rng_available", "echo gone", "gone");
        Assert.Equal(defined, (await _pando.Client.GetXmlAsync("tiny", inactive: true, cancellationToken: Ct)).Xml);
    }

    private static string Drive(string? path) =>
        $"<disk type='file' device='cdrom'><driver name='qemu' type='raw'/>{(path is null ? "" : $"<source file='{path}'/>")}<target dev='sda' bus='scsi'/><readonly/></disk>";

    private async Task<ReadOnlyMemory<byte>> DiskAsync(string target, string bus)
    {
        var path = Path.Combine(_pando.Root, "lib", "images", $"{target}.img");
        await File.WriteAllBytesAsync(path, new byte[1 << 20], Ct);
        return Text($"<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{path}'/><target dev='{target}' bus='{bus}'/></disk>");
    }

    private static ReadOnlyMemory<byte> Text(string xml) => Encoding.UTF8.GetBytes(xml);
}
