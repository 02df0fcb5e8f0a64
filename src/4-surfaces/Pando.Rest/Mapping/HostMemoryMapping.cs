using Pando.Model.Host;
using Wire = Pando.Api.Host;

namespace Pando.Rest.Mapping;

/// <summary>The host's memory in the contract's words.</summary>
internal static class HostMemoryMapping
{
    public static Wire.HostMemory Of(HostMemory memory) => new()
    {
        MergedPages = memory.MergedPages is { } merged ? Of(merged) : null,
        TransparentHugePages = memory.TransparentHugePages,
        HugePages = [.. memory.HugePages.Items.Select(pool => new Wire.HugePagePool { Node = pool.Node, PageKiB = pool.PageKiB, Total = pool.Total, Free = pool.Free })],
    };

    private static Wire.MergedPages Of(MergedPages merged) => new()
    {
        Running = merged.Running,
        PagesToScan = merged.PagesToScan,
        SleepMilliseconds = merged.SleepMilliseconds,
        MergeAcrossNodes = merged.MergeAcrossNodes,
        PagesShared = merged.PagesShared,
        PagesSharing = merged.PagesSharing,
        PagesUnshared = merged.PagesUnshared,
        FullScans = merged.FullScans,
        SavedBytes = merged.SavedBytes,
    };
}
