namespace Pando.Linux.Networking;

/// <summary>A network device of the host, as the kernel had it when it was asked.</summary>
/// <param name="Index">Its number in its network namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is: <c>bridge</c>, <c>macvtap</c>, <c>tun</c>…; null for real hardware.</param>
/// <param name="Mac">Its address in 48 bits; null where it has none.</param>
/// <param name="Mtu">The largest packet in bytes.</param>
/// <param name="IsUp">Whether it was switched on.</param>
/// <param name="Master">The number of the bridge or bond that it belongs to; null is none.</param>
/// <param name="Lower">The number of the device that it stands on; null is none.</param>
public sealed record NetworkLink(int Index, string Name, string? Kind, long? Mac, int Mtu, bool IsUp, int? Master, int? Lower)
{
    /// <summary>Whether there is somebody at the other end.</summary>
    public bool HasCarrier { get; init; }

    /// <summary>How many packets it has received.</summary>
    public long Received { get; init; }

    /// <summary>How many packets it has sent.</summary>
    public long Sent { get; init; }
}

/// <summary>What of a network device is to be changed; null stays as it is.</summary>
public sealed record NetworkLinkChange
{
    /// <summary>The number of the bridge to belong to; 0 is none.</summary>
    public int? Master { get; init; }

    /// <summary>The address in 48 bits.</summary>
    public long? Mac { get; init; }

    /// <summary>The largest packet in bytes.</summary>
    public int? Mtu { get; init; }

    /// <summary>Whether it is switched on.</summary>
    public bool? Up { get; init; }
}

/// <summary>How the sharers of a card reach each other (linux/if_link.h, MACVLAN_MODE_…).</summary>
public enum MacvtapMode
{
    /// <summary>Not at all.</summary>
    Private = 1,

    /// <summary>Through the switch that the card is plugged into.</summary>
    Vepa = 2,

    /// <summary>Directly.</summary>
    Bridge = 4,

    /// <summary>There is only one.</summary>
    Passthrough = 8,
}
