using System.Net;
using Pando.Model.Domains.Devices;

namespace Pando.Networks.Addresses;

/// <summary>Where an address of a guest is known from.</summary>
public enum AddressSource
{
    /// <summary>The network's server has given it to the card.</summary>
    Lease,

    /// <summary>The card has answered the host for it (ARP, neighbour discovery).</summary>
    Arp,

    /// <summary>The agent in the guest says so.</summary>
    Agent,
}

/// <summary>An address of a guest.</summary>
/// <param name="Address">The address.</param>
/// <param name="Prefix">The length of its network's prefix; null where nobody says.</param>
/// <param name="Source">Where it is known from.</param>
/// <param name="Age">How long ago that was confirmed: by an answer of the guest, or for a lease by any packet of its card; null where nothing tells.</param>
public sealed record GuestAddress(IPAddress Address, int? Prefix, AddressSource Source, TimeSpan? Age)
{
    /// <summary>Until when the address is lent; null for ever, or where it is not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A card of a machine with what is known of its addresses.</summary>
/// <param name="Device">The host's end of it; null where it has none.</param>
/// <param name="Mac">Its hardware address.</param>
/// <param name="Seen">How long ago its bridge last had a packet of it behind its own port (the table of addresses); null where none is remembered.</param>
/// <param name="Addresses">Leases first, and each address once.</param>
public sealed record CardAddresses(string? Device, MacAddress Mac, TimeSpan? Seen, IReadOnlyList<GuestAddress> Addresses);
