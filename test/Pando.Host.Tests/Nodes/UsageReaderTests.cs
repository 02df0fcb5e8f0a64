using Pando.Host.Nodes;
using Pando.Model.Host;

namespace Pando.Host.Tests.Nodes;

public sealed class UsageReaderTests : IDisposable
{
    private readonly MadeUpHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Processors_that_are_there_and_what_those_did_that_are_online()
    {
        _host.With("/proc/stat", "cpu  1000 100 300 5000 70 10 20 5 400 0\ncpu0 600 100 200 2000 50 10 20 5 400 0\ncpu2 400 0 100 3000 20 0 0 0 0 0\nintr 8 9\n")
            .With("/sys/devices/system/cpu/present", "0-2\n").With("/sys/devices/system/cpu/online", "0,2\n")
            .With("/proc/meminfo", "MemTotal:        4000 kB\nMemFree:         1000 kB\nBuffers:          200 kB\nCached:           300 kB\n");

        HostUsage usage = UsageReader.Read(_host.Files);

        Assert.Equal(Times(11, 3.3, 50, 0.7), usage.Total);
        Assert.Equal([new(0, true, Times(7, 2.3, 20, 0.5)), new(1, false, null), new(2, true, Times(4, 1, 30, 0.2))], usage.Processors.Items);
        Assert.Equal(new MemoryUsage(4000, 1000, 200, 300), usage.Memory);
        Assert.Equal([new NodeMemory(0, 4000, 1000)], usage.Nodes.Items);
    }

    [Fact]
    public void This_host_uses_some_of_what_it_has()
    {
        using var host = new LocalHost(_host.Settings with { Root = "/" }, TimeProvider.System);

        HostUsage before = host.Usage();
        HostUsage after = host.Usage();

        Assert.True(Environment.ProcessorCount <= before.Processors.Count);
        Assert.True(after.Total!.Idle + after.Total.User + after.Total.System >= before.Total!.Idle + before.Total.User + before.Total.System);
        Assert.InRange(after.Memory.FreeKiB, 1, after.Memory.TotalKiB);
    }

    private static ProcessorTimes Times(double user, double system, double idle, double wait) =>
        new(TimeSpan.FromSeconds(user), TimeSpan.FromSeconds(system), TimeSpan.FromSeconds(idle), TimeSpan.FromSeconds(wait));
}
