using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Model.Networks;

/// <summary>
/// A virtual network as it is asked for, in the terms of libvirt's network XML (<see href="https://libvirt.org/formatnetwork.html"/>).
/// What is null was left open.
/// </summary>
public sealed record NetworkDefinition
{
    /// <summary>Its identity.</summary>
    public required NetworkId Id { get; init; }

    /// <summary>Its name, which interfaces of machines say.</summary>
    public required string Name { get; init; }

    /// <summary>What other programs keep with it.</summary>
    public EquatableArray<MetadataElement> Metadata { get; init; }

    /// <summary>Ports of the host that lead to its guests.</summary>
    public EquatableArray<HostPortForward> PortForwards { get; init; }

    /// <summary>Whether guests may speak IPv6 with each other on a network without an IPv6 address.</summary>
    public bool? GuestsSpeakIPv6 { get; init; }

    /// <summary>Whether guests may say which packets reach their interfaces.</summary>
    public bool? TrustGuestFilters { get; init; }

    /// <summary>How guests reach what is outside; null is not at all: an isolated network.</summary>
    public NetworkForward? Forward { get; init; }

    /// <summary>The bridge that guests are on; null lets one be made.</summary>
    public NetworkBridge? Bridge { get; init; }

    /// <summary>The largest packet, in bytes; null is the host's usual one.</summary>
    public int? Mtu { get; init; }

    /// <summary>The bridge's own address; null lets one be made.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>The DNS domain of its guests.</summary>
    public NetworkDomain? Domain { get; init; }

    /// <summary>What its DNS server answers beside the names of guests.</summary>
    public NetworkDns? Dns { get; init; }

    /// <summary>The VLANs of its interfaces.</summary>
    public VlanTags? Vlan { get; init; }

    /// <summary>How fast all of it together may be towards what is outside.</summary>
    public InterfaceBandwidth? Bandwidth { get; init; }

    /// <summary>Whether its guests are kept apart from each other.</summary>
    public bool? IsolatedPorts { get; init; }

    /// <summary>The host's own addresses on it, with what is served there.</summary>
    public EquatableArray<NetworkAddress> Addresses { get; init; }

    /// <summary>Networks that are reached through guests.</summary>
    public EquatableArray<InterfaceRoute> Routes { get; init; }

    /// <summary>How its interfaces are announced to their switch.</summary>
    public VirtualPort? VirtualPort { get; init; }

    /// <summary>Classes of interfaces.</summary>
    public EquatableArray<PortGroup> PortGroups { get; init; }

    /// <summary>Options that dnsmasq is given as they are (libvirt's <c>dnsmasq:options</c>).</summary>
    public EquatableArray<string> DnsmasqOptions { get; init; }

    /// <summary>Whether some of its interfaces are in VLANs of their own.</summary>
    public bool KeepsVlansApart => Vlan is not null || PortGroups.Items.Any(static group => group.Vlan is not null);

    /// <summary>Whether its interfaces are ports of Open vSwitch.</summary>
    public bool IsOnSwitch => PortGroups.Items.Select(static group => group.VirtualPort).Append(VirtualPort).Any(static port => port?.Type == VirtualPortType.OpenVSwitch);

    /// <summary>Whether the bridge is made for it, and goes with it.</summary>
    public bool MakesBridge => Forward is null or { Mode: ForwardMode.Nat or ForwardMode.Route or ForwardMode.Open };
}
