namespace Pando.Linux.Networking;

/// <summary>How a port of a bridge is to work (linux/if_link.h, IFLA_BRPORT_…; IEEE 802.1D). Null leaves what is.</summary>
public sealed record BridgePortSettings
{
    /// <summary>What it costs to go through it, 1 to 65535: the cheapest way to the root is taken.</summary>
    public int? PathCost { get; init; }

    /// <summary>Which of two ports of the same cost is taken: the lower, 0 to 63.</summary>
    public int? Priority { get; init; }

    /// <summary>Whether it remembers who is behind it.</summary>
    public bool? Learns { get; init; }

    /// <summary>Whether packets to unknown addresses go through it.</summary>
    public bool? Floods { get; init; }

    /// <summary>Whether it is kept from other isolated ports.</summary>
    public bool? IsIsolated { get; init; }

    /// <summary>Whether it is switched off when somebody behind it speaks of loops.</summary>
    public bool? Guard { get; init; }

    /// <summary>Whether it forgets, now, who is behind it.</summary>
    public bool Forgets { get; init; }
}
