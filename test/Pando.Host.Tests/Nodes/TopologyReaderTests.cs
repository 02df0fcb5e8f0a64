using Pando.Host.Nodes;
using Pando.Model.Host;

namespace Pando.Host.Tests.Nodes;

public sealed class TopologyReaderTests : IDisposable
{
    private const string Cpus = "/sys/devices/system/cpu";
    private const string Nodes = "/sys/devices/system/node";
    private readonly MadeUpHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Two_nodes_with_threads_of_cores_one_processor_off_and_one_isolated()
    {
        _host.With($"{Cpus}/online", "0-2\n").With($"{Cpus}/isolated", "2\n").With($"{Nodes}/online", "0-1\n");
        foreach ((int cpu, int socket, int core) in new[] { (0, 0, 0), (1, 0, 0), (2, 1, 0) })
        {
            _host.With($"{Cpus}/cpu{cpu}/topology/physical_package_id", $"{socket}\n").With($"{Cpus}/cpu{cpu}/topology/core_id", $"{core}\n");
        }
        _host.With($"{Nodes}/node0/cpulist", "0-1\n").With($"{Nodes}/node0/distance", "10 21\n").With($"{Nodes}/node0/meminfo", "Node 0 MemTotal:       1000 kB\nNode 0 MemFree:         400 kB\n");
        _host.With($"{Nodes}/node1/cpulist", "2-3\n").With($"{Nodes}/node1/distance", "21 10\n").With($"{Nodes}/node1/meminfo", "Node 1 MemTotal:       2000 kB\nNode 1 MemFree:        2000 kB\n");

        HostTopology topology = TopologyReader.Read(_host.Files);

        Assert.Equal(
            [
                new HostNumaNode { Number = 0, MemoryKiB = 1000, FreeKiB = 400, Distances = [10, 21], Processors = [new(0, 0, 0, false), new(1, 0, 0, false)] },
                new HostNumaNode { Number = 1, MemoryKiB = 2000, FreeKiB = 2000, Distances = [21, 10], Processors = [new(2, 1, 0, true)] },
            ],
            topology.Nodes.Items);
        Assert.Equal([2], topology.Isolated.Select(static processor => processor.Number));
    }

    [Fact]
    public void A_kernel_without_NUMA_is_one_node_of_everything()
    {
        _host.With($"{Cpus}/online", "0,2\n").With("/proc/meminfo", "MemTotal: 4000 kB\nMemFree: 1000 kB\n");

        HostNumaNode node = Assert.Single(TopologyReader.Read(_host.Files).Nodes.Items);

        Assert.Equal((0, 4000L, 1000L), (node.Number, node.MemoryKiB, node.FreeKiB));
        Assert.Equal([new(0, 0, 0, false), new(2, 0, 2, false)], node.Processors.Items);
    }
}
