namespace Pando.Api.Host;

/// <summary>How the host deals with the memory of machines.</summary>
public sealed record HostMemory
{
    /// <summary>Merging of equal pages (KSM); absent where the kernel has none.</summary>
    public MergedPages? MergedPages { get; init; }

    /// <summary>Whether the kernel gives processes huge pages by itself: <c>always</c>, <c>madvise</c>, <c>never</c>.</summary>
    public string? TransparentHugePages { get; init; }

    /// <summary>The pools of huge pages, by node and size.</summary>
    public required IReadOnlyList<HugePagePool> HugePages { get; init; }
}

/// <summary>Equal pages of machines, kept once.</summary>
public sealed record MergedPages
{
    /// <summary>Whether the kernel looks for equal pages.</summary>
    public required bool Running { get; init; }

    /// <summary>How many pages it looks at before it sleeps.</summary>
    public required long PagesToScan { get; init; }

    /// <summary>How long it sleeps, in milliseconds.</summary>
    public required long SleepMilliseconds { get; init; }

    /// <summary>Whether pages of different NUMA nodes are merged.</summary>
    public bool? MergeAcrossNodes { get; init; }

    /// <summary>Pages that are kept for others.</summary>
    public required long PagesShared { get; init; }

    /// <summary>Places that use them beyond the first.</summary>
    public required long PagesSharing { get; init; }

    /// <summary>Pages that are looked at and like no other.</summary>
    public required long PagesUnshared { get; init; }

    /// <summary>How often everything has been looked at.</summary>
    public required long FullScans { get; init; }

    /// <summary>What is saved, in bytes.</summary>
    public required long SavedBytes { get; init; }
}

/// <summary>Huge pages of one size, of one NUMA node.</summary>
public sealed record HugePagePool
{
    /// <summary>The node.</summary>
    public required int Node { get; init; }

    /// <summary>A page's size, in KiB.</summary>
    public required long PageKiB { get; init; }

    /// <summary>Pages there are.</summary>
    public required long Total { get; init; }

    /// <summary>Pages that nobody uses.</summary>
    public required long Free { get; init; }
}

/// <summary>What is to change of the merging of pages. What is left out stays as it is. It lasts until the host restarts.</summary>
public sealed record MergedPagesRequest
{
    /// <summary>Whether the kernel looks for equal pages.</summary>
    public bool? Running { get; init; }

    /// <summary>How many pages it looks at before it sleeps.</summary>
    public int? PagesToScan { get; init; }

    /// <summary>How long it sleeps, in milliseconds.</summary>
    public int? SleepMilliseconds { get; init; }

    /// <summary>Whether pages of different NUMA nodes are merged; only while nothing is merged.</summary>
    public bool? MergeAcrossNodes { get; init; }

    /// <summary>Stops, and gives every machine its own pages again.</summary>
    public bool Unmerge { get; init; }
}

/// <summary>How many huge pages there shall be. It lasts until the host restarts.</summary>
public sealed record HugePagesRequest
{
    /// <summary>Of this NUMA node; absent: the kernel spreads them.</summary>
    public int? Node { get; init; }

    /// <summary>A page's size, in KiB.</summary>
    public required long PageKiB { get; init; }

    /// <summary>How many.</summary>
    public required long Count { get; init; }
}
