using Pando.Host.Nodes;
using Pando.Host.Processors;
using Pando.Model.Host;

namespace Pando.Host.Tests.Nodes;

public sealed class HardwareReaderTests : IDisposable
{
    private const string Cpus = "/sys/devices/system/cpu";
    private const string Nodes = "/sys/devices/system/node";
    private readonly MadeUpHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void A_host_of_two_nodes_is_read_whole()
    {
        _host.With($"{Cpus}/online", "0-3\n").With($"{Nodes}/online", "0-1\n").With("/sys/class/dmi/id/product_uuid", "4c4c4544-0042-3510-8034-b8c04f4e4d31\n");
        foreach (var cpu in (int[])[0, 1, 2, 3])
        {
            _host.With($"{Cpus}/cpu{cpu}/topology/physical_package_id", $"{cpu / 2}\n").With($"{Cpus}/cpu{cpu}/topology/die_id", "0\n")
                .With($"{Cpus}/cpu{cpu}/topology/core_id", "0\n").With($"{Cpus}/cpu{cpu}/topology/thread_siblings_list", cpu < 2 ? "0-1\n" : "2-3\n")
                .With($"{Cpus}/cpu{cpu}/cache/index2/level", "2\n")
                .With($"{Cpus}/cpu{cpu}/cache/index3/level", "3\n").With($"{Cpus}/cpu{cpu}/cache/index3/type", "Unified\n").With($"{Cpus}/cpu{cpu}/cache/index3/id", $"{cpu / 2}\n")
                .With($"{Cpus}/cpu{cpu}/cache/index3/size", "32768K\n").With($"{Cpus}/cpu{cpu}/cache/index3/shared_cpu_list", cpu < 2 ? "0-1\n" : "2-3\n");
        }
        foreach (var node in (int[])[0, 1])
        {
            _host.With($"{Nodes}/node{node}/cpulist", node == 0 ? "0-1\n" : "2-3\n").With($"{Nodes}/node{node}/distance", node == 0 ? "10 21\n" : "21 10\n")
                .With($"{Nodes}/node{node}/meminfo", $"Node {node} MemTotal: 8192 kB\n").With($"{Nodes}/node{node}/hugepages/hugepages-2048kB/nr_hugepages", $"{node}\n");
        }
        _host.With("/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "1\n").WithFolder("/sys/kernel/iommu_groups/0");

        var hardware = HardwareReader.Read(_host.Files, null, []);

        Assert.Equal((Guid.Parse("4c4c4544-0042-3510-8034-b8c04f4e4d31"), true, null), (hardware.Uuid, hardware.Iommu, hardware.Processor));
        Assert.Equal(new ProcessorArrangement(1, 1, 1, 2), hardware.Arrangement);
        Assert.Equal([4, 2048], hardware.PageSizesKiB.Items);
        Assert.Equal([new HostCacheBank(0, 3, "both", 32768, "0-1"), new HostCacheBank(1, 3, "both", 32768, "2-3")], hardware.Caches.Items);
        Assert.Equal(
            new HostCell
            {
                Number = 1,
                MemoryKiB = 8192,
                Pages = [new HostPages(4, 1536), new HostPages(2048, 1)],
                Distances = [new HostDistance(0, 21), new HostDistance(1, 10)],
                Threads = [new HostThread(2, 1, 0, 0, "2-3"), new HostThread(3, 1, 0, 0, "2-3")],
            },
            hardware.Cells[1]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff")]
    public void A_host_whose_firmware_gives_it_no_identity_has_one_that_stays_and_does_not_tell_the_systems(string? told)
    {
        const string machine = "0123456789abcdef0123456789abcdef";
        _host.With("/etc/machine-id", machine + "\n");
        if (told is not null)
        {
            _host.With("/sys/class/dmi/id/product_uuid", told + "\n");
        }

        var identity = HardwareReader.Read(_host.Files, null, []).Uuid;

        Assert.Equal(identity, HardwareReader.Read(_host.Files, null, []).Uuid);
        Assert.NotEqual(Guid.Parse(machine), identity);
        _host.With("/etc/machine-id", "1123456789abcdef0123456789abcdef\n");
        Assert.NotEqual(identity, HardwareReader.Read(_host.Files, null, []).Uuid);
    }

    [Fact]
    public void A_processor_is_read_from_its_own_account()
    {
        _host.With("/proc/cpuinfo", "processor : 0\nmicrocode : 0xb00202f\n");

        var processor = ProcessorIdentityReader.Read(Zen, _host.Files);

        Assert.Equal(("AuthenticAMD", 25, 1, 1), (processor.Vendor, processor.Family, processor.Model, processor.Stepping));
        Assert.Equal((184557615L, 48), (processor.Microcode, processor.PhysicalBits));
        Assert.Equal(["pni", "sse4.1", "fpu", "fsgsbase", "avx2", "svm"], processor.Features.Items);
    }

    [Fact]
    public void What_lies_in_a_register_is_read_where_the_kernel_shows_it()
    {
        CpuidRegisters Told(uint leaf, uint subleaf) => leaf == 7 && subleaf == 0 ? new CpuidRegisters(0, 0, 0, 1u << 29) : Zen(leaf, subleaf);
        Assert.Equal("arch-capabilities", ProcessorIdentityReader.Read(Told, _host.Files).Features.Items.Single(name => name.StartsWith("arch-", StringComparison.Ordinal)));
        var registers = new byte[0x10a + sizeof(ulong)];
        registers[0x10a] = 0b1000_0001;
        _host.With("/dev/cpu/0/msr", "");
        File.WriteAllBytes(_host.PathOf("/dev/cpu/0/msr"), registers);

        Assert.Equal(["arch-capabilities", "rdctl-no", "tsx-ctrl"], ProcessorIdentityReader.Read(Told, _host.Files).Features.Items.SkipWhile(name => name != "arch-capabilities").Where(name => name != "svm"));
    }

    // A processor of family 25 that has few things.
    private static CpuidRegisters Zen(uint leaf, uint subleaf) => (leaf, subleaf) switch
    {
        (0, 0) => new(16, 0x68747541, 0x444d4163, 0x69746e65),
        (1, 0) => new(0x00a00f11, 0, 1 | (1u << 19), 1),
        (7, 0) => new(0, 1 | (1u << 5), 0, 0),
        (0x8000_0000, 0) => new(0x8000_0008, 0, 0, 0),
        (0x8000_0001, 0) => new(0, 0, 1u << 2, 0),
        (0x8000_0008, 0) => new(0x3030, 0, 0, 0),
        // Beyond what there is a processor answers with another leaf: nobody may ask.
        ( > 0x8000_0008, _) => throw new InvalidOperationException($"{leaf:x}"),
        _ => default,
    };
}
