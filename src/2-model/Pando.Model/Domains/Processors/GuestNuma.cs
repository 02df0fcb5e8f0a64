namespace Pando.Model.Domains;

/// <summary>A guest's NUMA nodes (cells) and how far they are from each other.</summary>
public sealed record GuestNuma
{
    /// <summary>The nodes, by their numbers from 0 without a gap.</summary>
    public EquatableArray<NumaCell> Cells { get; init; }

    /// <summary>What the firmware tells of latencies and bandwidths (ACPI HMAT).</summary>
    public EquatableArray<NumaInterconnect> Interconnects { get; init; }

    /// <summary>The memory of all nodes, in KiB.</summary>
    public long MemoryKiB => Cells.Items.Sum(cell => cell.MemoryKiB);
}

/// <summary>One NUMA node of a guest.</summary>
public sealed record NumaCell
{
    /// <summary>Its number.</summary>
    public required int Id { get; init; }

    /// <summary>Its virtual processors; null for memory alone.</summary>
    public NumberSet? Cpus { get; init; }

    /// <summary>Its memory, in KiB.</summary>
    public required long MemoryKiB { get; init; }

    /// <summary>Whether other processes can share its memory; null as the machine's backing says.</summary>
    public MemoryAccess? Access { get; init; }

    /// <summary>Whether a file behind it is thrown away when the machine ends; null as the machine's backing says.</summary>
    public bool? Discard { get; init; }

    /// <summary>How far the others are.</summary>
    public EquatableArray<NumaDistance> Distances { get; init; }

    /// <summary>Caches between its processors and its memory (ACPI HMAT).</summary>
    public EquatableArray<NumaCache> Caches { get; init; }
}

/// <summary>How far one NUMA node is from another.</summary>
/// <param name="Cell">The other's number.</param>
/// <param name="Value">10 is the node itself, 255 out of reach.</param>
public sealed record NumaDistance(int Cell, int Value)
{
    /// <summary>A node's distance to itself.</summary>
    public const int Local = 10;

    /// <summary>What an unnamed distance to another node is.</summary>
    public const int Remote = 20;

    /// <summary>The largest: out of reach.</summary>
    public const int Unreachable = 255;
}

/// <summary>A cache of a NUMA node's memory.</summary>
/// <param name="Level">1 is nearest to the processors.</param>
/// <param name="Associativity">How its lines are found.</param>
/// <param name="Policy">When it writes.</param>
/// <param name="SizeKiB">Its size.</param>
/// <param name="LineBytes">The size of a line.</param>
public sealed record NumaCache(int Level, NumaCacheAssociativity Associativity, NumaCachePolicy Policy, long SizeKiB, long LineBytes);

/// <summary>How a memory cache's lines are found.</summary>
public enum NumaCacheAssociativity
{
    /// <summary>Not said.</summary>
    None,

    /// <summary>Each place of memory has one line.</summary>
    Direct,

    /// <summary>Each place of memory may have any line.</summary>
    Full,
}

/// <summary>When a memory cache writes.</summary>
public enum NumaCachePolicy
{
    /// <summary>Not said.</summary>
    None,

    /// <summary>When a line is given up.</summary>
    [System.Xml.Serialization.XmlEnum("writeback")]
    WriteBack,

    /// <summary>At once.</summary>
    [System.Xml.Serialization.XmlEnum("writethrough")]
    WriteThrough,
}

/// <summary>A latency or a bandwidth between a NUMA node's processors and memory.</summary>
/// <param name="Kind">Which of both.</param>
/// <param name="Initiator">The node of the processors.</param>
/// <param name="Target">The node of the memory.</param>
/// <param name="Cache">The level of the target's cache that it is to; null for the memory.</param>
/// <param name="Access">For what.</param>
/// <param name="Value">Nanoseconds for a latency, KiB a second for a bandwidth.</param>
public sealed record NumaInterconnect(NumaInterconnectKind Kind, int Initiator, int Target, int? Cache, NumaAccess Access, long Value);

/// <summary>What is told of an interconnect.</summary>
public enum NumaInterconnectKind
{
    /// <summary>How long an access takes.</summary>
    Latency,

    /// <summary>How much goes through.</summary>
    Bandwidth,
}

/// <summary>What an interconnect's value is for.</summary>
public enum NumaAccess
{
    /// <summary>Reading and writing.</summary>
    Access,

    /// <summary>Reading.</summary>
    Read,

    /// <summary>Writing.</summary>
    Write,
}
