using System.Net;
using Pando.Model.Domains.Devices;

namespace Pando.Model.HostInterfaces;

/// <summary>What a network interface of the host is.</summary>
public enum HostInterfaceKind
{
    /// <summary>A card, or whatever behaves like one.</summary>
    Ethernet,

    /// <summary>A bridge over others.</summary>
    Bridge,

    /// <summary>Several cards that work as one.</summary>
    Bond,

    /// <summary>One VLAN of another interface.</summary>
    Vlan,
}

/// <summary>A network interface of the host in libvirt's terms (<see href="https://libvirt.org/formatnode.html"/>, <c>interface.rng</c>).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
public sealed record HostInterface(string Name, HostInterfaceKind Kind)
{
    /// <summary>Its address; null where nobody said it.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>The largest packet in bytes.</summary>
    public int? Mtu { get; init; }

    /// <summary>Whether it works; null where nobody said it.</summary>
    public bool? IsUp { get; init; }

    /// <summary>Its addresses.</summary>
    public EquatableArray<HostInterfaceAddress> Addresses { get; init; }

    /// <summary>What it is made over: the ports of a bridge or bond, the interface that has the VLAN.</summary>
    public EquatableArray<HostInterface> Ports { get; init; }

    /// <summary>Whether a bridge looks for loops (IEEE 802.1D).</summary>
    public bool? SpanningTree { get; init; }

    /// <summary>How many seconds a port of a bridge listens, and then learns, before it forwards.</summary>
    public decimal? ForwardDelay { get; init; }

    /// <summary>How the cards of a bond share the work, in the kernel's words (<c>active-backup</c>).</summary>
    public string? BondMode { get; init; }

    /// <summary>How often it is looked whether the cards of a bond have a carrier, in milliseconds.</summary>
    public int? MiimonMilliseconds { get; init; }

    /// <summary>The number of a VLAN, 1 to 4094.</summary>
    public int? Vlan { get; init; }
}

/// <summary>An address of an interface of the host.</summary>
/// <param name="Address">The address.</param>
/// <param name="Prefix">The length of its network's prefix.</param>
public sealed record HostInterfaceAddress(IPAddress Address, int Prefix);
