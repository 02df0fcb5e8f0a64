namespace Pando.Model.Domains;

/// <summary>Which of the host's NUMA nodes a machine's memory is on.</summary>
public sealed record NumaTuning
{
    /// <summary>For all of it that no guest node speaks of.</summary>
    public NumaPolicy? Memory { get; init; }

    /// <summary>For single nodes of the guest.</summary>
    public EquatableArray<NumaCellPolicy> Cells { get; init; }
}

/// <summary>Which of the host's NUMA nodes memory is on.</summary>
/// <param name="Mode">How strictly.</param>
/// <param name="Nodes">The host's nodes; null where the host finds them when the machine starts (<c>placement='auto'</c>).</param>
public sealed record NumaPolicy(NumaMode Mode, NumberSet? Nodes);

/// <summary>Which of the host's NUMA nodes the memory of a guest's node is on.</summary>
/// <param name="Cell">The guest's node.</param>
/// <param name="Mode">How strictly.</param>
/// <param name="Nodes">The host's nodes.</param>
public sealed record NumaCellPolicy(int Cell, NumaMode Mode, NumberSet Nodes);

/// <summary>How strictly memory is on the nodes that were named (set_mempolicy(2)).</summary>
public enum NumaMode
{
    /// <summary>There or nowhere.</summary>
    Strict,

    /// <summary>There if possible.</summary>
    Preferred,

    /// <summary>On all of them in turn.</summary>
    Interleave,

    /// <summary>There, as the kernel's cpuset controller has it: it can be changed while the machine runs.</summary>
    Restrictive,
}
