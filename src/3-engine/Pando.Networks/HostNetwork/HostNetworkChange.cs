using Pando.Linux.Networking;

namespace Pando.Networks.HostNetwork;

/// <summary>What of the host's own network is to be changed.</summary>
public enum HostNetworkAction
{
    /// <summary>A bridge over a card, which takes over the card's addresses and routes.</summary>
    Bridge,

    /// <summary>A device for one VLAN of another device.</summary>
    Vlan,

    /// <summary>A bond of cards, which takes over their addresses and routes.</summary>
    Bond,

    /// <summary>What one of the others made is removed, and what it took over goes back.</summary>
    Remove,
}

/// <summary>A change of the host's own network, as it is asked for.</summary>
/// <param name="Action">What is to be done.</param>
/// <param name="Name">The device that is made or removed.</param>
/// <param name="Ports">The card under a bridge, the device that has the VLAN, the cards of a bond; empty for a removal.</param>
public sealed record HostNetworkChange(HostNetworkAction Action, string Name, IReadOnlyList<string> Ports)
{
    /// <summary>The number of a VLAN, 1 to 4094.</summary>
    public int? Vlan { get; init; }

    /// <summary>How a bond works.</summary>
    public BondSettings? Bond { get; init; }

    /// <summary>Whether a bridge looks for loops (IEEE 802.1D).</summary>
    public bool SpanningTree { get; init; }
}
