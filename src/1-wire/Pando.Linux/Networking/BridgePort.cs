namespace Pando.Linux.Networking;

/// <summary>What a port of a bridge does (linux/if_bridge.h, BR_STATE_…; IEEE 802.1D).</summary>
public enum BridgePortState
{
    /// <summary>Nothing: it is switched off, or has no carrier.</summary>
    Disabled = 0,

    /// <summary>Looks for loops.</summary>
    Listening = 1,

    /// <summary>Learns addresses.</summary>
    Learning = 2,

    /// <summary>Forwards.</summary>
    Forwarding = 3,

    /// <summary>Keeps a loop from closing.</summary>
    Blocking = 4,
}

/// <summary>A port of a bridge, as the kernel had it when it was asked (linux/if_link.h, IFLA_BRPORT_…).</summary>
/// <param name="Link">The device.</param>
/// <param name="State">What it does.</param>
public sealed record BridgePort(NetworkLink Link, BridgePortState State)
{
    /// <summary>What it costs to go through it: the cheapest way to the root is taken.</summary>
    public int PathCost { get; init; }

    /// <summary>Which of two ports of the same cost is taken: the lower.</summary>
    public int Priority { get; init; }

    /// <summary>Whether it remembers who is behind it.</summary>
    public bool Learns { get; init; }

    /// <summary>Whether packets to unknown addresses go through it.</summary>
    public bool Floods { get; init; }

    /// <summary>Whether it is kept from other isolated ports.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>Whether packets may leave where they came in.</summary>
    public bool Hairpin { get; init; }

    /// <summary>Whether it is switched off when somebody behind it speaks of loops.</summary>
    public bool Guard { get; init; }
}
