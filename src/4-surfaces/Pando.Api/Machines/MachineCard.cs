namespace Pando.Api.Machines;

/// <summary>A network card of a machine with the addresses that are known of it.</summary>
public sealed record MachineCard
{
    /// <summary>Its end on the host; absent where it has none, and of what only the agent tells of.</summary>
    public string? Device { get; init; }

    /// <summary>As the guest calls it; known where its agent was asked.</summary>
    public string? GuestName { get; init; }

    /// <summary>Its hardware address.</summary>
    public string? Mac { get; init; }

    /// <summary>How many seconds ago its bridge last had a packet of it behind its own port; absent where none is remembered.</summary>
    public double? SeenSecondsAgo { get; init; }

    /// <summary>Its addresses: leases first, then what it has answered for, then what the agent says.</summary>
    public required IReadOnlyList<MachineAddress> Addresses { get; init; }
}

/// <summary>An address of a machine.</summary>
public sealed record MachineAddress
{
    /// <summary><c>ipv4</c> or <c>ipv6</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The address.</summary>
    public required string Address { get; init; }

    /// <summary>The length of its network's prefix; absent where nobody says.</summary>
    public int? Prefix { get; init; }

    /// <summary>Where it is known from: <c>lease</c>, <c>arp</c> (which is neighbour discovery, too), <c>agent</c>.</summary>
    public required string Source { get; init; }

    /// <summary>How many seconds ago that was confirmed: by an answer of the guest, or for a lease by any packet of its card.</summary>
    public double? AgeSeconds { get; init; }

    /// <summary>Until when it is lent.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
