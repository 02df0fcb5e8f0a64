using System.Text;
using Pando.Api.Jobs;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.EndToEnd.Tests.Faults;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Devices;

/// <summary>
/// What QEMU opens by nothing but a name is plugged into one that sees nothing of the host, and the daemon fails or dies at every step of
/// it: the file is seen exactly as long as the machine has the device, and nobody else's is ever seen.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class PluggedByNameTests : IAsyncLifetime
{
    private const string Attach = "machine.attach-device";
    private const string Detach = "machine.detach-device";
    private const string Device = "d=$(grep -l 0x1110 /sys/bus/pci/devices/*/device); d=${d%/device}; echo 1 >$d/enable; a=$(sed -n 3p $d/resource | cut -d' ' -f1)";

    private FaultyInstance _faulty = null!;
    private GuestConsole? _console;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Name { get; } = $"pando-test-{Environment.ProcessId}";

    private static string Memory { get; } = $"/dev/shm/{Name}";

    private static string Shared { get; } = $"<shmem name='{Name}'><model type='ivshmem-plain'/><size unit='M'>1</size></shmem>";

    private static string Modules(string path, string more = "") =>
        $"<memory model='nvdimm' access='shared'><source><path>{path}</path></source><target><size unit='MiB'>128</size><node>0</node></target>{more}</memory>";

    public async ValueTask InitializeAsync() => _faulty = await FaultyInstance.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _console?.Dispose();
        await _faulty.DisposeAsync();
        File.Delete(Memory);
    }

    [Fact]
    public async Task A_guest_shares_memory_that_was_plugged_in()
    {
        await StartTinyAsync("one", [], "");
        Assert.SkipWhen(await IsUnconfinedAsync("one"), "This host confines nothing.");
        var clean = Seen();
        await AttachAsync("one", Shared);
        Assert.Equal(1 << 20, new FileInfo(Memory).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Memory));
        Assert.Single(Seen(), static line => line.EndsWith("/shmem0/0", StringComparison.Ordinal));

        await _console!.WaitsAsync("grep -q 0x1110 /sys/bus/pci/devices/*/device", $"{Device}; devmem $a 32 0x6f646e61; devmem $a 32", "0x6F646E61");
        Assert.Equal(0x6f646e61u, BitConverter.ToUInt32(await File.ReadAllBytesAsync(Memory, Ct)));
        await WriteAsync(Memory, 4, 0x12345678);
        await _console.WaitsAsync("true", $"{Device}; devmem $(printf 0x%x $((a + 4))) 32", "0x12345678");

        // Another machine's memory, which this one was never shown.
        var qemu = (int)(await _faulty.Client.GetMachineAsync("one", Ct)).Pid!;
        Assert.DoesNotContain(" /dev/shm ", await File.ReadAllTextAsync($"/proc/{qemu}/mountinfo", Ct), StringComparison.Ordinal);

        await DetachAsync("one", Shared);
        await _console.WaitsAsync("! grep -q 0x1110 /sys/bus/pci/devices/*/device", "echo gone", "gone");
        Assert.Equal(clean, Seen());
        Assert.DoesNotContain("/plugged/", await File.ReadAllTextAsync($"/proc/{qemu}/mountinfo", Ct), StringComparison.Ordinal);
        // What is in it is the host's own.
        Assert.True(File.Exists(Memory));
        File.Delete(Memory);

        await EachStepOfPluggingAsync(clean);
    }

    private async Task EachStepOfPluggingAsync(IReadOnlyList<string> clean)
    {
        _faulty.Order();
        await AttachAsync("one", Shared);
        var steps = _faulty.PassedSteps(Attach);
        await DetachAsync("one", Shared);
        File.Delete(Memory);
        foreach (var fault in steps.SelectMany(static step => new[] { $"{Attach}/{step}/BeforeDo/", $"{Attach}/{step}/AfterDo/" }).SelectMany(static at => new[] { at + "throw", at + "kill" }))
        {
            await StrikeAsync(fault, () => AttachAsync("one", Shared));
            Assert.True(clean.SequenceEqual(Seen()), $"{fault}: {string.Join(' ', Seen())}");
            Assert.False(File.Exists(Memory), fault);
            Assert.Empty(Directory.GetFiles("/dev/shm", ".pando-*"));
        }
        await AttachAsync("one", Shared);
        await _faulty.Client.DestroyAsync("one", cancellationToken: Ct);
        Assert.Empty(Seen());
    }

    [Fact]
    public async Task A_guest_keeps_what_it_writes_to_a_module_that_was_plugged_in()
    {
        var (first, second) = (Path.Combine(_faulty.Pando.Root, "lib", "first.nvdimm"), Path.Combine(_faulty.Pando.Root, "lib", "second.nvdimm"));
        await StartTinyAsync("one", ["nfit", "nd_pmem"], Modules(first));
        await _console!.WaitsAsync("[ -b /dev/pmem0 ]", "cat /sys/block/pmem0/size", "262144");
        await AttachAsync("one", Modules(second));
        await _console.WaitsAsync("[ -b /dev/pmem1 ]", "cat /sys/block/pmem1/size", "262144");
        await _console.WaitsAsync("echo kept words | dd of=/dev/pmem1 conv=sync,fsync 2>/dev/null", "head -n 1 /dev/pmem1", "kept words");
        Assert.Equal("kept words\n"u8.ToArray(), (await File.ReadAllBytesAsync(second, Ct))[..11]);
        await _faulty.Client.DestroyAsync("one", cancellationToken: Ct);
        Assert.Empty(Seen());
        Assert.Equal("kept words\n"u8.ToArray(), (await File.ReadAllBytesAsync(second, Ct))[..11]);
    }

    [Fact]
    public async Task A_module_is_of_huge_pages_where_the_machine_is()
    {
        const string Count = "/proc/sys/vm/nr_hugepages";
        var before = await File.ReadAllTextAsync(Count, Ct);
        await File.WriteAllTextAsync(Count, "96", Ct);
        try
        {
            Assert.SkipUnless((await File.ReadAllTextAsync(Count, Ct)).Trim() == "96", "The host has not that many huge pages to set aside.");
            var definition = Encoding.UTF8.GetString(Machines.Empty("one"))
                .Replace("<memory unit='MiB'>64</memory>", "<maxMemory slots='4' unit='MiB'>2048</maxMemory><memory unit='MiB'>64</memory><memoryBacking><hugepages/></memoryBacking>", StringComparison.Ordinal);
            await _faulty.Client.DefineAsync(Encoding.UTF8.GetBytes(definition), Ct);
            await _faulty.Client.StartAsync("one", paused: true, Ct);
            await AttachAsync("one", "<memory model='dimm'><target><size unit='MiB'>128</size><node>0</node></target></memory>");
            var qemu = (int)(await _faulty.Client.GetMachineAsync("one", Ct)).Pid!;
            Assert.Matches("HugetlbPages:\\s+196608 kB", await File.ReadAllTextAsync($"/proc/{qemu}/status", Ct));
            await _faulty.Client.DestroyAsync("one", cancellationToken: Ct);
        }
        finally
        {
            await File.WriteAllTextAsync(Count, before, CancellationToken.None);
        }
    }

    /// <summary>On USB, which needs no guest to be released: a serial port that QEMU connects to a socket of the host's.</summary>
    [Fact]
    public async Task A_socket_is_seen_exactly_as_long_as_its_port()
    {
        var path = Path.Combine(_faulty.Pando.Root, "lib", "listening.sock");
        using var listener = Linux.Sockets.UnixListener.Bind(path);
        File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
        var port = $"<serial type='unix'><source mode='connect' path='{path}'/><target type='usb-serial'/></serial>";
        await _faulty.Client.DefineAsync(Machines.Empty("one", "<controller type='usb' model='qemu-xhci'/>"), Ct);
        await _faulty.Client.StartAsync("one", paused: true, Ct);
        var clean = Seen();
        await AttachAsync("one", port);
        using (var connected = await listener.AcceptAsync(Ct))
        {
            Assert.True(connected.Connected);
        }
        Assert.Equal(await IsUnconfinedAsync("one") ? 0 : 1, Seen().Except(clean).Count(static line => line.EndsWith("/0", StringComparison.Ordinal)));
        var attaching = _faulty.PassedSteps(Attach);
        await DetachAsync("one", port);
        var detaching = _faulty.PassedSteps(Detach);
        Assert.Equal(clean, Seen());

        foreach (var moment in new[] { "BeforeDo", "AfterDo" })
        {
            foreach (var fault in attaching.SelectMany(step => new[] { $"{Attach}/{step}/{moment}/throw", $"{Attach}/{step}/{moment}/kill" }))
            {
                await StrikeAsync(fault, () => AttachAsync("one", port));
                Assert.True(clean.SequenceEqual(Seen()), $"{fault}: {string.Join(' ', Seen())}");
            }
            foreach (var fault in detaching.Select(step => $"{Detach}/{step}/{moment}/kill"))
            {
                await AttachAsync("one", port);
                await StrikeAsync(fault, () => DetachAsync("one", port));
                var isThere = (await _faulty.Client.GetXmlAsync("one", cancellationToken: Ct)).Xml.Contains(path, StringComparison.Ordinal);
                Assert.True(isThere != clean.SequenceEqual(Seen()), $"{fault}: {isThere} {string.Join(' ', Seen())}");
                if (isThere)
                {
                    await DetachAsync("one", port);
                }
                Assert.Equal(clean, Seen());
            }
        }
    }

    private async Task StartTinyAsync(string name, string[] drivers, string devices)
    {
        var guest = await TinyGuest.BuildAsync(["button", "virtio_pci", .. drivers], [], init: null, Path.Combine(_faulty.Pando.Root, "named.cpio"), Ct);
        var definition = Encoding.UTF8.GetString(Machines.Tiny(name, guest, $"<controller type='pci' index='0' model='pcie-root'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-to-pci-bridge'/>{devices}"))
            .Replace("<memory unit='MiB'>256</memory>", "<maxMemory slots='4' unit='MiB'>2048</maxMemory><memory unit='MiB'>384</memory>", StringComparison.Ordinal);
        await _faulty.Client.DefineAsync(Encoding.UTF8.GetBytes(definition), Ct);
        await _faulty.Client.StartAsync(name, paused: true, Ct);
        _console = await GuestConsole.OpenAsync(_faulty.Pando, name);
        await _faulty.Client.ResumeAsync(name, Ct);
        await _console.UntilAsync(TinyGuest.Ready);
    }

    private async Task StrikeAsync(string fault, Func<Task> request)
    {
        _faulty.Order(fault);
        var told = await FaultyInstance.FailureOfAsync(request);
        Assert.True(told is not null && _faulty.Pending().Count == 0, $"{fault} did not strike: {told}");
        if (fault.EndsWith("/kill", StringComparison.Ordinal))
        {
            await _faulty.RestartAsync();
        }
        await _faulty.Pando.UntilAsync("one", machine => machine.UnplugAsked is null or { Count: 0 });
        Assert.DoesNotContain(await _faulty.Client.ListJobsAsync(cancellationToken: Ct), job => job.Phase == JobPhase.Stuck);
    }

    private async Task<bool> IsUnconfinedAsync(string name) =>
        (await _faulty.Client.GetMachineAsync(name, Ct)).Confinement is not { OwnMounts: true };

    /// <summary>All that is kept for what is plugged in, in every run directory.</summary>
    private IReadOnlyList<string> Seen()
    {
        var domains = Path.Combine(_faulty.Pando.Root, "run", "domains");
        return [.. Directory.EnumerateDirectories(domains).SelectMany(static domain =>
            Directory.Exists(Path.Combine(domain, "plugged")) ? Directory.EnumerateFileSystemEntries(Path.Combine(domain, "plugged"), "*", SearchOption.AllDirectories) : []).Order(StringComparer.Ordinal)];
    }

    private static async Task WriteAsync(string path, long offset, uint value)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        await RandomAccess.WriteAsync(file, BitConverter.GetBytes(value), offset, Ct);
    }

    private Task AttachAsync(string name, string xml) => _faulty.Client.AttachDeviceAsync(name, Encoding.UTF8.GetBytes(xml), "live", Ct);

    private async Task DetachAsync(string name, string xml)
    {
        try
        {
            await _faulty.Client.DetachDeviceAsync(name, Encoding.UTF8.GetBytes(xml), "live", Ct);
        }
        catch (PandoProblemException e) when (e.Problem.Code == "domain.device-not-released")
        {
            // A guest on a busy machine takes its time; what it was asked for stands.
            await _faulty.Pando.UntilAsync(name, machine => machine.UnplugAsked is null or { Count: 0 });
        }
    }
}
