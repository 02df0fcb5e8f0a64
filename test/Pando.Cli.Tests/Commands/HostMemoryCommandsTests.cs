using Pando.Api.Host;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Commands;

public sealed class HostMemoryCommandsTests : CliTest
{
    private static readonly HostMemory Memory = new()
    {
        TransparentHugePages = "madvise",
        MergedPages = new MergedPages
        {
            Running = true,
            PagesToScan = 100,
            SleepMilliseconds = 20,
            PagesShared = 10,
            PagesSharing = 1024,
            PagesUnshared = 3,
            FullScans = 7,
            SavedBytes = 4 << 20,
        },
        HugePages = [new HugePagePool { Node = 0, PageKiB = 2048, Total = 8, Free = 3 }, new HugePagePool { Node = 1, PageKiB = 1 << 20, Total = 0, Free = 0 }],
    };

    [Fact]
    public async Task What_merging_saves_is_shown()
    {
        Pandod.On("GET", "/api/v1/host/memory", Memory);

        var run = await RunAsync("node-memory-tune");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Saved:                   4 MiB\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pools_of_huge_pages_are_listed_by_size()
    {
        Pandod.On("GET", "/api/v1/host/memory", Memory);

        Assert.Equal("Node  Page   Pages  Free\n0     2 MiB  8      3\n", (await RunAsync("freepages", "--pagesize", "2M")).Out);
        Assert.Equal("Node  Page   Pages  Free\n1     1 GiB  0      0\n", (await RunAsync("freepages", "--cellno", "1")).Out);
        Assert.Equal(2, (await RunAsync("freepages", "--cellno", "x")).ExitCode);
    }

    [Fact]
    public async Task Fewer_pages_than_wanted_is_a_failure_that_says_how_many()
    {
        Pandod.On("PUT", "/api/v1/host/memory/huge-pages", Memory);

        var run = await RunAsync("allocpages", "2M", "512");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("room for 8 pages, not 512", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("allocpages", "2048", "8")).ExitCode);
    }
}
