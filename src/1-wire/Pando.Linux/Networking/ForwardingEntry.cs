namespace Pando.Linux.Networking;

/// <summary>Where a bridge sends packets for an address (linux/neighbour.h).</summary>
/// <param name="Mac">The address in 48 bits.</param>
/// <param name="Device">The number of the port that it is behind, or of the bridge itself.</param>
public sealed record ForwardingEntry(long Mac, int Device)
{
    /// <summary>Of which VLAN; null where the bridge does not tell them apart.</summary>
    public int? Vlan { get; init; }

    /// <summary>Whether it is an address of the host's own.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Whether somebody wrote it down; otherwise it was learned, and is forgotten when it ages.</summary>
    public bool IsStatic { get; init; }

    /// <summary>How long ago it was last used; null where the kernel does not say.</summary>
    public TimeSpan? Age { get; init; }
}
