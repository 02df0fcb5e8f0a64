using Pando.Host.Memory;
using Pando.Model.Errors;
using Pando.Model.Host;

namespace Pando.Host.Tests.Memory;

public sealed class LocalMemoryTests : IDisposable
{
    private const string Ksm = "/sys/kernel/mm/ksm";
    private const string Node = "/sys/devices/system/node/node";
    private readonly MadeUpHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void What_merging_saves_is_counted_in_bytes()
    {
        WithMerging("1");

        var merged = new LocalMemory(_host.Root).Read().MergedPages!;

        Assert.True(merged is { Running: true, PagesToScan: 100, SleepMilliseconds: 20, MergeAcrossNodes: true });
        Assert.Equal(3000L * Environment.SystemPageSize, merged.SavedBytes);
    }

    [Fact]
    public void Merging_is_changed_by_what_is_named_only()
    {
        WithMerging("0");

        new LocalMemory(_host.Root).Change(new MergedPagesChange(Running: true, SleepMilliseconds: 50));

        Assert.Equal(["1", "100", "50"], new[] { "run", "pages_to_scan", "sleep_millisecs" }.Select(name => File.ReadAllText(_host.PathOf($"{Ksm}/{name}")).Trim()));
    }

    [Fact]
    public void A_change_that_is_refused_in_part_leaves_all_as_it_was()
    {
        WithMerging("0");
        File.Delete(_host.PathOf($"{Ksm}/merge_across_nodes"));

        var refusal = Assert.Throws<MachineryException>(
            () => new LocalMemory(_host.Root).Change(new MergedPagesChange(Running: true, PagesToScan: 7, SleepMilliseconds: 50, MergeAcrossNodes: false)));

        Assert.Equal(ErrorCodes.Host.NotChanged, refusal.Code);
        Assert.Equal(["0", "100", "20"], new[] { "run", "pages_to_scan", "sleep_millisecs" }.Select(name => File.ReadAllText(_host.PathOf($"{Ksm}/{name}")).Trim()));
    }

    [Fact]
    public void Where_the_kernel_has_no_merging_that_is_said()
    {
        Assert.Null(new LocalMemory(_host.Root).Read().MergedPages);
        Assert.Equal(ErrorCodes.Host.NoMerging, Assert.Throws<CallerException>(() => new LocalMemory(_host.Root).Change(new MergedPagesChange(true))).Code);
    }

    [Fact]
    public void Huge_pages_are_listed_by_node_and_size_and_set_on_one()
    {
        foreach (int node in new[] { 0, 1 })
        {
            _host.With($"{Node}{node}/hugepages/hugepages-1048576kB/nr_hugepages", "0\n").With($"{Node}{node}/hugepages/hugepages-1048576kB/free_hugepages", "0\n")
                .With($"{Node}{node}/hugepages/hugepages-2048kB/nr_hugepages", "8\n").With($"{Node}{node}/hugepages/hugepages-2048kB/free_hugepages", "3\n");
        }

        var memory = new LocalMemory(_host.Root);
        Assert.Equal([new(0, 2048, 8, 3), new(0, 1048576, 0, 0), new(1, 2048, 8, 3), new(1, 1048576, 0, 0)], memory.Read().HugePages.Items);
        Assert.Contains(new HugePagePool(1, 2048, 16, 3), memory.SetHugePages(1, 2048, 16).HugePages.Items);
        Assert.Equal(ErrorCodes.Host.NoHugePages, Assert.Throws<CallerException>(() => memory.SetHugePages(2, 2048, 1)).Code);
    }

    [Fact]
    public void A_host_without_nodes_has_the_pools_of_node_0()
    {
        _host.With("/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "2").With("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never");

        var memory = new LocalMemory(_host.Root).Read();

        Assert.Equal([new(0, 2048, 2, 0)], memory.HugePages.Items);
        Assert.Equal("madvise", memory.TransparentHugePages);
    }

    private void WithMerging(string run) => _host
        .With($"{Ksm}/run", run).With($"{Ksm}/pages_to_scan", "100\n").With($"{Ksm}/sleep_millisecs", "20\n").With($"{Ksm}/merge_across_nodes", "1\n")
        .With($"{Ksm}/pages_sharing", "3000\n").With($"{Ksm}/pages_shared", "1000\n");
}
