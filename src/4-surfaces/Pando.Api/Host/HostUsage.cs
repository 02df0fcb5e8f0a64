namespace Pando.Api.Host;

/// <summary>How much of the host's processors and memory is used.</summary>
public sealed record HostUsage
{
    /// <summary>What all processors did since the host began; absent where the kernel does not tell.</summary>
    public ProcessorTimes? Total { get; init; }

    /// <summary>Every processor that is there, by number, online or not.</summary>
    public required IReadOnlyList<ProcessorUsage> Processors { get; init; }

    /// <summary>The memory.</summary>
    public required MemoryUsage Memory { get; init; }

    /// <summary>The memory of each NUMA node, by number; a host without NUMA is one node.</summary>
    public required IReadOnlyList<NodeMemory> Nodes { get; init; }
}

/// <summary>A processor of the host: a thread of a core.</summary>
public sealed record ProcessorUsage
{
    /// <summary>Its number.</summary>
    public required int Number { get; init; }

    /// <summary>Whether the kernel uses it.</summary>
    public required bool Online { get; init; }

    /// <summary>What it did since the host began; absent for one that is not online.</summary>
    public ProcessorTimes? Times { get; init; }
}

/// <summary>What processors did, in nanoseconds.</summary>
public sealed record ProcessorTimes
{
    /// <summary>In programs, nice ones and guests among them.</summary>
    public required long User { get; init; }

    /// <summary>In the kernel, its interrupts among it.</summary>
    public required long System { get; init; }

    /// <summary>Nothing.</summary>
    public required long Idle { get; init; }

    /// <summary>Nothing, while something waited for a disk.</summary>
    public required long IoWait { get; init; }
}

/// <summary>The host's memory, in KiB.</summary>
public sealed record MemoryUsage
{
    /// <summary>All of it.</summary>
    public required long TotalKiB { get; init; }

    /// <summary>What nobody uses; what could be freed is not counted.</summary>
    public required long FreeKiB { get; init; }

    /// <summary>Of blocks of devices.</summary>
    public required long BuffersKiB { get; init; }

    /// <summary>Of files.</summary>
    public required long CachedKiB { get; init; }
}

/// <summary>A NUMA node's memory, in KiB.</summary>
public sealed record NodeMemory
{
    /// <summary>The node.</summary>
    public required int Number { get; init; }

    /// <summary>All of it.</summary>
    public required long TotalKiB { get; init; }

    /// <summary>What nobody uses.</summary>
    public required long FreeKiB { get; init; }
}
