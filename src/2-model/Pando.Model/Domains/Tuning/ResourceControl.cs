namespace Pando.Model.Domains;

/// <summary>What some virtual processors get of the host's caches (resctrl, Intel CAT and CMT).</summary>
/// <param name="Vcpus">The virtual processors.</param>
/// <param name="Id">The name of the group; null until one is made.</param>
/// <param name="Parts">The parts of caches.</param>
/// <param name="Monitors">What is measured.</param>
public sealed record CacheTuning(NumberSet Vcpus, string? Id, EquatableArray<CachePart> Parts, EquatableArray<CacheMonitor> Monitors);

/// <summary>A part of one of the host's caches.</summary>
/// <param name="CacheId">Which cache.</param>
/// <param name="Level">Of which level.</param>
/// <param name="Kind">For code, data or both.</param>
/// <param name="SizeBytes">How much of it.</param>
public sealed record CachePart(int CacheId, int Level, CacheKind Kind, long SizeBytes);

/// <summary>What a cache holds.</summary>
public enum CacheKind
{
    /// <summary>Everything.</summary>
    Both,

    /// <summary>Instructions.</summary>
    Code,

    /// <summary>Data.</summary>
    Data,
}

/// <summary>What some virtual processors use of a level of caches, measured.</summary>
/// <param name="Level">Which.</param>
/// <param name="Vcpus">The virtual processors.</param>
public sealed record CacheMonitor(int Level, NumberSet Vcpus);

/// <summary>What some virtual processors get of the host's memory bandwidth (resctrl, Intel MBA and MBM).</summary>
/// <param name="Vcpus">The virtual processors.</param>
/// <param name="Nodes">What they get of which node of the host.</param>
/// <param name="Monitors">Virtual processors whose use is measured.</param>
public sealed record MemoryBandwidthTuning(NumberSet Vcpus, EquatableArray<NodeBandwidth> Nodes, EquatableArray<NumberSet> Monitors);

/// <summary>A part of the memory bandwidth of a node.</summary>
/// <param name="Node">The host's node.</param>
/// <param name="Percent">How much of it, in percent.</param>
public sealed record NodeBandwidth(int Node, int Percent);
