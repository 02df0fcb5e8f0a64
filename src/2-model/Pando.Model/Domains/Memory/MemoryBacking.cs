namespace Pando.Model.Domains;

/// <summary>The memory that a machine can grow to while it runs.</summary>
/// <param name="KiB">All of it, in KiB; at least what the machine has.</param>
/// <param name="Slots">How many memory devices can be there at a time.</param>
public sealed record MaxMemory(long KiB, int Slots);

/// <summary>What the host gives a guest's memory from.</summary>
public sealed record MemoryBacking
{
    /// <summary>Huge pages; null for the host's usual ones.</summary>
    public HugePages? HugePages { get; init; }

    /// <summary>Whether KSM leaves the memory alone.</summary>
    public bool NoSharePages { get; init; }

    /// <summary>Whether the memory is never swapped out.</summary>
    public bool Locked { get; init; }

    /// <summary>Where it comes from; null for anonymous memory.</summary>
    public MemorySource? Source { get; init; }

    /// <summary>Whether other processes (virtiofsd, vhost-user) can share it; null for no.</summary>
    public MemoryAccess? Access { get; init; }

    /// <summary>When the host finds the memory; null for when the guest first uses it.</summary>
    public MemoryAllocation? Allocation { get; init; }

    /// <summary>How many threads find the memory, for <see cref="MemoryAllocation.Immediate"/>.</summary>
    public int? AllocationThreads { get; init; }

    /// <summary>Whether a file's content is thrown away, instead of written, when the machine ends.</summary>
    public bool Discard { get; init; }
}

/// <summary>Huge pages of the host.</summary>
/// <param name="Pages">Of which size for which of the guest's NUMA nodes; empty for the host's usual size.</param>
public sealed record HugePages(EquatableArray<HugePage> Pages);

/// <summary>A size of huge pages.</summary>
/// <param name="KiB">The size of a page.</param>
/// <param name="Nodes">The guest's NUMA nodes that have such; null for all that no other size names.</param>
public sealed record HugePage(long KiB, NumberSet? Nodes);

/// <summary>Where a guest's memory comes from.</summary>
public enum MemorySource
{
    /// <summary>A file in the directory for such files.</summary>
    File,

    /// <summary>Memory without a name.</summary>
    Anonymous,

    /// <summary>memfd_create(2): without a name, and yet to be passed on.</summary>
    Memfd,
}

/// <summary>Whether a guest's memory can be shared.</summary>
public enum MemoryAccess
{
    /// <summary>Other processes that are given it see what the guest writes.</summary>
    Shared,

    /// <summary>It is the guest's alone.</summary>
    Private,
}

/// <summary>When the host finds a guest's memory.</summary>
public enum MemoryAllocation
{
    /// <summary>Before the guest starts.</summary>
    Immediate,

    /// <summary>When the guest first uses it.</summary>
    [System.Xml.Serialization.XmlEnum("ondemand")]
    OnDemand,
}
