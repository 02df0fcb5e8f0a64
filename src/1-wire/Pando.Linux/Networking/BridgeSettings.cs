namespace Pando.Linux.Networking;

/// <summary>How a bridge of the kernel works (linux/if_link.h, IFLA_BR_…; IEEE 802.1D). Null leaves or keeps the kernel's own.</summary>
public sealed record BridgeSettings
{
    /// <summary>Whether it looks for loops.</summary>
    public bool? SpanningTree { get; init; }

    /// <summary>How long a port listens and then learns before it forwards, each, in hundredths of a second.</summary>
    public uint? ForwardDelayCentiseconds { get; init; }

    /// <summary>How long an address is remembered, in hundredths of a second.</summary>
    public uint? AgeingCentiseconds { get; init; }

    /// <summary>Who becomes the root: the lowest number.</summary>
    public int? Priority { get; init; }

    /// <summary>Whether it keeps VLANs apart.</summary>
    public bool? VlanFiltering { get; init; }

    /// <summary>Whether it sends multicast only where somebody listens.</summary>
    public bool? MulticastSnooping { get; init; }

    /// <summary>Whether it learns who is behind a port from packets that no bridge passes on (IEEE 802.1D, 7.12.6). Kernels before 5.0 always do.</summary>
    public bool? LearnsFromLinkLocal { get; init; }

    /// <summary>The VLAN that a port is in as soon as it is one; 0 is none. A kernel whose bridges cannot keep VLANs apart does not tell it.</summary>
    public int? DefaultVlan { get; init; }
}
