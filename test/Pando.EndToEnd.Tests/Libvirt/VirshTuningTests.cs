namespace Pando.EndToEnd.Tests.Libvirt;

/// <summary>Debian's virsh shows and changes what a machine gets of its host.</summary>
[Trait("Speed", "Slow")]
public sealed class VirshTuningTests : IAsyncLifetime
{
    private const string Definition = """
        <domain type='qemu'><name>web1</name><title>The first</title><memory unit='MiB'>64</memory><vcpu>2</vcpu><iothreads>1</iothreads>
        <os><type arch='x86_64' machine='q35'>hvm</type></os>
        <devices><disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='DISK'/><target dev='vda' bus='virtio'/></disk>
        <disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk><disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='DISK.usb'/><target dev='sdb' bus='usb'/></disk>
        <memballoon model='virtio'/><video><model type='none'/></video></devices></domain>
        """;

    private Instance _pando = null!;
    private Virsh _virsh = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Disk => Path.Combine(_pando.Root, "web1.raw");

    public async ValueTask InitializeAsync()
    {
        _pando = await Instance.StartAsync(cancellationToken: Ct);
        _virsh = new Virsh(_pando.Root);
        await File.WriteAllBytesAsync(Disk, new byte[1 << 20], Ct);
        await File.WriteAllBytesAsync(Disk + ".usb", new byte[1 << 20], Ct);
        var file = Path.Combine(_pando.Root, "web1.xml");
        await File.WriteAllTextAsync(file, Definition.Replace("DISK", Disk, StringComparison.Ordinal), Ct);
        await _virsh.RunAsync("define", file);
        await _virsh.RunAsync("start", "web1", "--paused");
    }

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task Threads_are_pinned_and_their_places_shown()
    {
        await _virsh.RunAsync("vcpupin", "web1", "1", "0", "--live", "--config");
        Assert.Matches(@"1\s+0\b", await _virsh.RunAsync("vcpupin", "web1", "--live"));
        Assert.Matches(@"1\s+0\b", await _virsh.RunAsync("vcpupin", "web1", "--config"));
        Assert.Contains("<vcpupin vcpu='1' cpuset='0'/>", await _virsh.RunAsync("dumpxml", "web1", "--inactive"), StringComparison.Ordinal);
        await _virsh.RunAsync("emulatorpin", "web1", "1", "--live");
        Assert.Matches(@"\*:\s+1\b", await _virsh.RunAsync("emulatorpin", "web1", "--live"));
        await _virsh.RunAsync("iothreadpin", "web1", "1", "0", "--live");
        Assert.Matches(@"1\s+0\b", await _virsh.RunAsync("iothreadinfo", "web1", "--live"));
        await _virsh.RunAsync("iothreadadd", "web1", "4", "--live");
        // A new one is where nothing is said of it, not where the thread is that made it.
        var online = (await File.ReadAllTextAsync("/sys/devices/system/cpu/online", Ct)).Trim();
        Assert.Matches($@"(?m)^\s*4\s+{online}\s*$", await _virsh.RunAsync("iothreadinfo", "web1", "--live"));
        await _virsh.RunAsync("iothreaddel", "web1", "4", "--live");
        await _virsh.RunAsync("iothreadset", "web1", "1", "--poll-max-ns", "1000", "--live");
        Assert.Contains("cpu_time", await _virsh.RunAsync("cpu-stats", "web1", "--total"), StringComparison.Ordinal);
        Assert.Contains("Invalid cpulist", await RefusedAsync("vcpupin", "web1", "1", ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_are_shown_and_changed()
    {
        await _virsh.RunAsync("schedinfo", "web1", "--config", "cpu_shares=300", "vcpu_quota=50000");
        var scheduler = await _virsh.RunAsync("schedinfo", "web1", "--config");
        Assert.Matches(@"cpu_shares\s+: 300", scheduler);
        Assert.Matches(@"vcpu_quota\s+: 50000", scheduler);
        Assert.Matches(@"hard_limit\s+: unlimited", await _virsh.RunAsync("memtune", "web1"));
        await _virsh.RunAsync("memtune", "web1", "--config", "--hard-limit", "900000");
        Assert.Matches(@"hard_limit\s+: 900000", await _virsh.RunAsync("memtune", "web1", "--config"));
        await _virsh.RunAsync("blkiotune", "web1", "--config", "--weight", "200");
        Assert.Matches(@"weight\s+: 200", await _virsh.RunAsync("blkiotune", "web1", "--config"));
        await _virsh.RunAsync("numatune", "web1", "--config", "--mode", "interleave", "--nodeset", "0");
        Assert.Matches(@"numa_mode\s+: interleave", await _virsh.RunAsync("numatune", "web1", "--config"));
        await _virsh.RunAsync("blkdeviotune", "web1", "vda", "--total-iops-sec", "500", "--group-name", "together", "--live", "--config");
        var limits = await _virsh.RunAsync("blkdeviotune", "web1", "vda", "--live");
        Assert.Matches(@"total_iops_sec\s*: 500", limits);
        Assert.Matches(@"group_name\s*: together", limits);
        Assert.Contains("<total_iops_sec>500</total_iops_sec>", await _virsh.RunAsync("dumpxml", "web1", "--inactive"), StringComparison.Ordinal);
        var refused = await RefusedAsync("blkdeviotune", "web1", "sda", "--read-bytes-sec", "1000000", "--live");
        Assert.Contains("Device has no medium", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("undone", refused, StringComparison.Ordinal);
        await _virsh.RunAsync("blkdeviotune", "web1", "sdb", "--read-bytes-sec", "1000000", "--live");
        Assert.Contains("invalid path", await RefusedAsync("blkdeviotune", "web1", "vdz"), StringComparison.Ordinal);
    }

    /// <summary>The balloon that runs and the one that is asked for are two.</summary>
    [Fact]
    public async Task A_period_of_figures_goes_to_each_balloon_as_it_is()
    {
        var file = Path.Combine(_pando.Root, "next.xml");
        var next = (await _virsh.RunAsync("dumpxml", "web1", "--inactive")).Replace("<memballoon model='virtio'>", "<memballoon model='virtio' autodeflate='on'>", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, next, Ct);
        await _virsh.RunAsync("define", file);

        await _virsh.RunAsync("dommemstat", "web1", "--period", "7", "--live", "--config");

        var (runs, asked) = (await _virsh.RunAsync("dumpxml", "web1"), await _virsh.RunAsync("dumpxml", "web1", "--inactive"));
        Assert.Contains("<stats period='7'/>", runs, StringComparison.Ordinal);
        Assert.DoesNotContain("autodeflate", runs, StringComparison.Ordinal);
        Assert.Contains("<stats period='7'/>", asked, StringComparison.Ordinal);
        Assert.Contains("<memballoon model='virtio' autodeflate='on'>", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disks_have_figures()
    {
        Assert.Matches(@"Capacity:\s+1048576", await _virsh.RunAsync("domblkinfo", "web1", "vda"));
        Assert.Contains("rd_req", await _virsh.RunAsync("domblkstat", "web1", "vda"), StringComparison.Ordinal);
        Assert.Contains("rd_bytes", await _virsh.RunAsync("domblkstat", "web1"), StringComparison.Ordinal);
        Assert.Equal("No errors found", await _virsh.RunAsync("domblkerror", "web1"));
        await _virsh.RunAsync("domblkthreshold", "web1", "vda", "524288");
        await _virsh.RunAsync("dommemstat", "web1", "--period", "5", "--live");
    }

    [Fact]
    public async Task What_people_keep_with_a_machine_is_kept()
    {
        Assert.Equal("The first", await _virsh.RunAsync("desc", "web1", "--title"));
        await _virsh.RunAsync("desc", "web1", "--config", "--new-desc", "A long story");
        Assert.Equal("A long story", await _virsh.RunAsync("desc", "web1", "--config"));
        await _virsh.RunAsync("metadata", "web1", "--uri", "urn:mine", "--key", "m", "--set", "<note>kept</note>", "--config");
        Assert.Contains("kept", await _virsh.RunAsync("metadata", "web1", "--uri", "urn:mine", "--config"), StringComparison.Ordinal);
        Assert.Contains("metadata not found", await RefusedAsync("metadata", "web1", "--uri", "urn:other", "--config"), StringComparison.Ordinal);
        await _virsh.RunAsync("set-lifecycle-action", "web1", "poweroff", "restart", "--config");
        Assert.Contains("<on_poweroff>restart</on_poweroff>", await _virsh.RunAsync("dumpxml", "web1", "--inactive"), StringComparison.Ordinal);
        Assert.Matches(@"cmt\s*: disabled", await _virsh.RunAsync("perf", "web1"));
    }

    [Fact]
    public async Task Jobs_dumps_and_saved_definitions_are_handled()
    {
        Assert.Equal("Job type:         None", await _virsh.RunAsync("domjobinfo", "web1"));
        Assert.Contains("Requested operation is not valid", await RefusedAsync("domjobabort", "web1"), StringComparison.Ordinal);
        var dump = Path.Combine(_pando.Root, "web1.dump");
        await _virsh.RunAsync("dump", "web1", dump, "--memory-only");
        Assert.Equal([0x7f, (byte)'E', (byte)'L', (byte)'F'], (await File.ReadAllBytesAsync(dump, Ct))[..4]);
        await _virsh.RunAsync("managedsave", "web1");
        Assert.Contains("<name>web1</name>", await _virsh.RunAsync("managedsave-dumpxml", "web1"), StringComparison.Ordinal);
        await _virsh.RunAsync("managedsave-remove", "web1");
        await _virsh.RunAsync("start", "web1", "--paused");
        var saved = Path.Combine(_pando.Root, "web1.save");
        await _virsh.RunAsync("save", "web1", saved);
        Assert.Contains("<name>web1</name>", await _virsh.RunAsync("save-image-dumpxml", saved), StringComparison.Ordinal);
    }

    private async Task<string> RefusedAsync(params string[] arguments)
    {
        var (status, _, errors) = await _virsh.TryAsync(arguments);
        Assert.Equal(1, status);
        return errors;
    }
}
