namespace Pando.Model.Host;

/// <summary>How the host deals with the memory of machines.</summary>
/// <param name="MergedPages">Merging of equal pages; null where the kernel has none.</param>
/// <param name="TransparentHugePages"><c>always</c>, <c>madvise</c> or <c>never</c>; null where the kernel does not say.</param>
/// <param name="HugePages">The pools of huge pages, one for each node and size.</param>
public sealed record HostMemory(MergedPages? MergedPages, string? TransparentHugePages, EquatableArray<HugePagePool> HugePages);

/// <summary>
/// Kernel samepage merging: equal pages of machines are kept once
/// (<see href="https://docs.kernel.org/admin-guide/mm/ksm.html"/>).
/// </summary>
public sealed record MergedPages
{
    /// <summary>Whether the kernel looks for equal pages.</summary>
    public required bool Running { get; init; }

    /// <summary>How many pages it looks at before it sleeps.</summary>
    public required long PagesToScan { get; init; }

    /// <summary>How long it sleeps, in milliseconds.</summary>
    public required long SleepMilliseconds { get; init; }

    /// <summary>Whether pages of different NUMA nodes are merged; null where the kernel has no such switch.</summary>
    public bool? MergeAcrossNodes { get; init; }

    /// <summary>Pages that are kept for others.</summary>
    public required long PagesShared { get; init; }

    /// <summary>Places that use them beyond the first: what is saved.</summary>
    public required long PagesSharing { get; init; }

    /// <summary>Pages that are looked at and like no other.</summary>
    public required long PagesUnshared { get; init; }

    /// <summary>Pages that change too fast to be kept once; 0 where the kernel does not count them.</summary>
    public long PagesVolatile { get; init; }

    /// <summary>How often everything has been looked at.</summary>
    public required long FullScans { get; init; }

    /// <summary>What is saved, in bytes.</summary>
    public required long SavedBytes { get; init; }
}

/// <summary>Huge pages of one size, of one NUMA node.</summary>
/// <param name="Node">The node.</param>
/// <param name="PageKiB">A page's size, in KiB.</param>
/// <param name="Total">Pages there are.</param>
/// <param name="Free">Pages that nobody uses.</param>
public sealed record HugePagePool(int Node, long PageKiB, long Total, long Free);

/// <summary>What is to change of the merging of pages; null leaves a value as it is.</summary>
/// <param name="Running">Whether the kernel looks for equal pages.</param>
/// <param name="PagesToScan">How many pages it looks at before it sleeps.</param>
/// <param name="SleepMilliseconds">How long it sleeps.</param>
/// <param name="MergeAcrossNodes">Whether pages of different nodes are merged; the kernel takes it only while nothing is merged.</param>
/// <param name="Unmerge">Stops, and gives every machine its own pages again.</param>
public sealed record MergedPagesChange(
    bool? Running = null, int? PagesToScan = null, int? SleepMilliseconds = null, bool? MergeAcrossNodes = null, bool Unmerge = false);
