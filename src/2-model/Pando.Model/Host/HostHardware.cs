namespace Pando.Model.Host;

/// <summary>What a host is made of, as far as machines that run on it, or come to it, depend on it.</summary>
public sealed record HostHardware
{
    /// <summary>Its identity: the firmware's, or one that follows from the system's own and stays the same.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The architecture as uname -m says it: <c>x86_64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>What its processors are; null where they are no x86 processors.</summary>
    public ProcessorIdentity? Processor { get; init; }

    /// <summary>What its processors count time by; null where KVM does not say.</summary>
    public TimeStampCounter? TimeStampCounter { get; init; }

    /// <summary>How its processors are arranged; null where the kernel does not say.</summary>
    public ProcessorArrangement? Arrangement { get; init; }

    /// <summary>The sizes of pages that there are, in KiB, the smallest first.</summary>
    public EquatableArray<long> PageSizesKiB { get; init; }

    /// <summary>Whether devices can be given to guests: an IOMMU is on.</summary>
    public bool Iommu { get; init; }

    /// <summary>The NUMA nodes, by number; a host without NUMA is one node.</summary>
    public EquatableArray<HostCell> Cells { get; init; }

    /// <summary>The caches of the highest level: those that processors share.</summary>
    public EquatableArray<HostCacheBank> Caches { get; init; }

    /// <summary>What labels machines are confined by.</summary>
    public EquatableArray<HostSecurityModel> SecurityModels { get; init; }
}

/// <summary>The time stamp counter as guests get it.</summary>
/// <param name="FrequencyHz">How fast it counts.</param>
/// <param name="Scales">Whether a guest can have another frequency.</param>
public sealed record TimeStampCounter(long FrequencyHz, bool Scales);

/// <summary>How processors are arranged; every socket and die the same.</summary>
/// <param name="Sockets">Sockets of a node.</param>
/// <param name="Dies">Dies of a socket.</param>
/// <param name="Cores">Cores of a die.</param>
/// <param name="Threads">Threads of a core.</param>
public sealed record ProcessorArrangement(int Sockets, int Dies, int Cores, int Threads);

/// <summary>What an x86 processor says of itself (CPUID).</summary>
public sealed record ProcessorIdentity
{
    /// <summary>The twelve letters of its vendor.</summary>
    public required string Vendor { get; init; }

    /// <summary>Its family.</summary>
    public required int Family { get; init; }

    /// <summary>Its model within the family.</summary>
    public required int Model { get; init; }

    /// <summary>Its stepping.</summary>
    public required int Stepping { get; init; }

    /// <summary>The version of its microcode; null where the kernel does not say.</summary>
    public long? Microcode { get; init; }

    /// <summary>How many bits a physical address has; null where it does not say.</summary>
    public int? PhysicalBits { get; init; }

    /// <summary>What it has, in the words of definitions and in CPUID's order.</summary>
    public EquatableArray<string> Features { get; init; }

    /// <summary>Every feature that a processor could have, in the same words and order.</summary>
    public EquatableArray<string> Known { get; init; }
}

/// <summary>A NUMA node in full.</summary>
public sealed record HostCell
{
    /// <summary>Its number.</summary>
    public required int Number { get; init; }

    /// <summary>Its memory, in KiB.</summary>
    public required long MemoryKiB { get; init; }

    /// <summary>Its pages by size.</summary>
    public EquatableArray<HostPages> Pages { get; init; }

    /// <summary>How far other nodes are; empty where the kernel does not say.</summary>
    public EquatableArray<HostDistance> Distances { get; init; }

    /// <summary>Its processors that are online.</summary>
    public EquatableArray<HostThread> Threads { get; init; }
}

/// <summary>Pages of one size.</summary>
/// <param name="SizeKiB">Their size.</param>
/// <param name="Count">How many there are.</param>
public sealed record HostPages(long SizeKiB, long Count);

/// <summary>How far a node is.</summary>
/// <param name="Cell">Which.</param>
/// <param name="Value">10 is the node itself.</param>
public sealed record HostDistance(int Cell, int Value);

/// <summary>A processor as the kernel counts them, and where it is.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Socket">Its socket.</param>
/// <param name="Die">The die of that socket.</param>
/// <param name="Core">The core.</param>
/// <param name="Siblings">The processors of the same core, itself among them, as the kernel writes such sets.</param>
public sealed record HostThread(int Number, int Socket, int Die, int Core, string Siblings);

/// <summary>A cache that processors share.</summary>
/// <param name="Id">Its number among those of its level.</param>
/// <param name="Level">Its level.</param>
/// <param name="Kind"><c>both</c>, <c>code</c> or <c>data</c>.</param>
/// <param name="SizeKiB">Its size.</param>
/// <param name="Processors">Whose it is, as the kernel writes such sets.</param>
public sealed record HostCacheBank(int Id, int Level, string Kind, long SizeKiB, string Processors);

/// <summary>Something that labels machines.</summary>
/// <param name="Name"><c>selinux</c>, <c>apparmor</c>, <c>dac</c>.</param>
/// <param name="Kvm">The label that a machine's own is made from, where its guest runs on the processor itself; null for none.</param>
/// <param name="Translated">The same where QEMU translates.</param>
public sealed record HostSecurityModel(string Name, string? Kvm = null, string? Translated = null);
