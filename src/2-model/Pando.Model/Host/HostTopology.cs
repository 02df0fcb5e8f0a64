namespace Pando.Model.Host;

/// <summary>Where a host's processors and memory are: what placing a machine's threads and memory goes by.</summary>
/// <param name="Nodes">The NUMA nodes, by number; a host without NUMA is one node.</param>
public sealed record HostTopology(EquatableArray<HostNumaNode> Nodes)
{
    /// <summary>Every processor that is online, by number.</summary>
    public IEnumerable<HostProcessor> Processors => Nodes.Items.SelectMany(static node => node.Processors.Items);

    /// <summary>The processors that the kernel keeps free of everything nobody pinned there (<c>isolcpus=</c>).</summary>
    public IEnumerable<HostProcessor> Isolated => Processors.Where(static processor => processor.Isolated);
}

/// <summary>One NUMA node of a host.</summary>
public sealed record HostNumaNode
{
    /// <summary>Its number.</summary>
    public required int Number { get; init; }

    /// <summary>Its memory, in KiB.</summary>
    public required long MemoryKiB { get; init; }

    /// <summary>What of it is free, in KiB; what could be freed is not counted.</summary>
    public required long FreeKiB { get; init; }

    /// <summary>How far every node is, in the order of their numbers; 10 is the node itself. Empty where the kernel does not say.</summary>
    public EquatableArray<int> Distances { get; init; }

    /// <summary>Its processors that are online, by number.</summary>
    public EquatableArray<HostProcessor> Processors { get; init; }
}

/// <summary>One processor as the kernel counts them: a thread of a core.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Socket">The socket it is in.</param>
/// <param name="Core">The core of that socket: threads of one core have the same.</param>
/// <param name="Isolated">Whether the kernel keeps it free of everything nobody pinned there.</param>
public sealed record HostProcessor(int Number, int Socket, int Core, bool Isolated);
