using System.Xml.Serialization;
using Pando.Model.Domains.Devices;
using Pando.Model.Xml;

namespace Pando.Model.Networks;

/// <summary>How guests reach what is outside of their network.</summary>
/// <param name="Mode">The way.</param>
public sealed record NetworkForward(ForwardMode Mode)
{
    /// <summary>The mode in libvirt's word.</summary>
    public string Word => XmlWords<ForwardMode>.Of(Mode);

    /// <summary>The host's cards that it goes through: the only one that is used for nat and route, a pool in other modes. None: any.</summary>
    public EquatableArray<string> Devices { get; init; }

    /// <summary>The virtual functions that interfaces are given (<see cref="ForwardMode.HostDevice"/>).</summary>
    public EquatableArray<PciAddress> Functions { get; init; }

    /// <summary>The card whose virtual functions are the pool.</summary>
    public string? PhysicalFunction { get; init; }

    /// <summary>Whether functions are taken from the host's driver at a start and given back at the end.</summary>
    public bool? Managed { get; init; }

    /// <summary>The driver that functions are handed over by.</summary>
    public FunctionDriver? Driver { get; init; }

    /// <summary>How addresses are translated (<see cref="ForwardMode.Nat"/>).</summary>
    public NatSettings? Nat { get; init; }
}

/// <summary>A way out of a network.</summary>
public enum ForwardMode
{
    /// <summary>Guests are seen with an address of the host.</summary>
    Nat,

    /// <summary>Guests are seen with their own addresses, and the host is their router.</summary>
    Route,

    /// <summary>Like route, without any rule in the host's firewall.</summary>
    Open,

    /// <summary>On a bridge that the host has, or by macvtap on a card.</summary>
    Bridge,

    /// <summary>Macvtap, one guest a card.</summary>
    Passthrough,

    /// <summary>Macvtap: guests do not see each other.</summary>
    Private,

    /// <summary>Macvtap: all goes through the switch outside (IEEE 802.1Qbg).</summary>
    Vepa,

    /// <summary>Guests are given functions of a card.</summary>
    [XmlEnum("hostdev")]
    HostDevice,

    /// <summary>A program beside each machine carries its packets, without any rights. Pando's own: libvirt has no such mode.</summary>
    User,
}

/// <summary>A driver that functions of a card are handed over by.</summary>
public enum FunctionDriver
{
    /// <summary>VFIO.</summary>
    Vfio,

    /// <summary>KVM's own, which kernels have no more.</summary>
    Kvm,
}

/// <summary>How addresses are translated.</summary>
/// <param name="First">The first address that guests are seen with; null is that of the card.</param>
/// <param name="Last">The last one.</param>
/// <param name="FirstPort">The first port that they are seen with; null leaves it to the kernel.</param>
/// <param name="LastPort">The last one.</param>
/// <param name="TranslatesIPv6">Whether IPv6 is translated, too; null is not.</param>
public sealed record NatSettings(string? First = null, string? Last = null, int? FirstPort = null, int? LastPort = null, bool? TranslatesIPv6 = null);
