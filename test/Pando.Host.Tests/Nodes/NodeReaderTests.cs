using Pando.Host.Files;
using Pando.Host.Nodes;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Host.Tests.Nodes;

public sealed class NodeReaderTests : IDisposable
{
    private static readonly AcceleratorVerdict Verdict = new(Accelerator.Kvm);
    private readonly MadeUpHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void A_host_is_read_from_its_files()
    {
        _host.WithProcessor("GenuineIntel", "vmx")
            .With("/proc/sys/kernel/hostname", "aspen\n")
            .With("/proc/sys/kernel/osrelease", "6.1.0-38-amd64\n")
            .With("/etc/os-release", "NAME=\"Debian GNU/Linux\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n")
            .With("/proc/meminfo", "MemTotal:       32768000 kB\nMemFree: 1 kB\nMemAvailable:   16384000 kB\n")
            .With("/proc/loadavg", "0.52 0.58 0.59 1/617 12345\n")
            .With("/proc/uptime", "350735.47 234388.90\n")
            .With("/sys/devices/system/cpu/online", "0-7\n")
            .WithFolder("/sys/devices/system/node/node0")
            .WithFolder("/sys/devices/system/node/node1");
        // Two sockets, two cores each, two threads each.
        for (int thread = 0; thread < 8; thread++)
        {
            _host.With($"/sys/devices/system/cpu/cpu{thread}/topology/physical_package_id", $"{thread / 4}")
                .With($"/sys/devices/system/cpu/cpu{thread}/topology/core_id", $"{thread / 2 % 2}");
        }

        HostNode node = NodeReader.Read(_host.Files, Verdict, "7.2.0");

        Assert.Equal(("aspen", "6.1.0-38-amd64", "Debian GNU/Linux 12 (bookworm)"), (node.HostName, node.Kernel, node.Distribution));
        Assert.Equal((32768000, 16384000), (node.MemoryTotalKiB, node.MemoryAvailableKiB));
        Assert.Equal(new HostLoad(0.52, 0.58, 0.59), node.Load);
        Assert.Equal(TimeSpan.FromSeconds(350735.47), node.Uptime);
        Assert.Equal(
            new HostProcessors
            {
                Model = "Made Up 3000",
                Online = 8,
                Sockets = 2,
                CoresPerSocket = 2,
                ThreadsPerCore = 2,
                MHz = 2400.5,
                NumaNodes = 2,
            },
            node.Processors);
        Assert.Equal(("7.2.0", Verdict), (node.QemuVersion, node.Accelerator));
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("0-3,8", 5)]
    [InlineData("", 0)]
    [InlineData("x", 0)]
    [InlineData("3-1", 0)]
    [InlineData("1-2-3", 0)]
    [InlineData("0-4294967295", 0)]
    [InlineData("0-2147483647,0-2147483647", 0)]
    public void Ranges_of_processors(string list, int count) => Assert.Equal(count, NumberList.Read(list).Count);
}
