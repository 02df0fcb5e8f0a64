namespace Pando.Model.NetworkFilters;

/// <summary>An attribute that packets of a protocol are told apart by.</summary>
/// <param name="Name">As it stands in XML.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Needs">Another attribute without which it says nothing; null is none.</param>
public sealed record FilterField(string Name, FilterFieldKind Kind, string? Needs = null);

/// <summary>What the values of an attribute are.</summary>
public enum FilterFieldKind
{
    /// <summary>The address of a card, or a mask over one.</summary>
    Mac,

    /// <summary>An IPv4 address.</summary>
    IPv4,

    /// <summary>The length of an IPv4 prefix, or the mask that stands for it.</summary>
    IPv4Mask,

    /// <summary>An IPv6 address.</summary>
    IPv6,

    /// <summary>The length of an IPv6 prefix.</summary>
    IPv6Mask,

    /// <summary>0…63.</summary>
    SixBits,

    /// <summary>0…255.</summary>
    EightBits,

    /// <summary>0…65535.</summary>
    SixteenBits,

    /// <summary>0…4294967295.</summary>
    ThirtyTwoBits,

    /// <summary>The number of a VLAN, 0…4095.</summary>
    VlanId,

    /// <summary>A type of frames: a word, or 1536…65535.</summary>
    EtherType,

    /// <summary>What an ARP packet does: a word, or 0…65535.</summary>
    ArpOperation,

    /// <summary>A protocol over IP: a word, or 0…255.</summary>
    IpProtocol,

    /// <summary>A switch.</summary>
    Flag,

    /// <summary>States of connections.</summary>
    States,

    /// <summary>Which flags of TCP are looked at, and which of those are set.</summary>
    TcpFlags,

    /// <summary>The name of a set of addresses.</summary>
    SetName,

    /// <summary>What of a packet is looked up in such a set.</summary>
    SetFlags,
}
