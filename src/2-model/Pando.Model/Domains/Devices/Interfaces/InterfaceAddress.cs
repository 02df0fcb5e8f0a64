using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>An IP address of one end of an interface.</summary>
/// <param name="Address">The address.</param>
/// <param name="Family">Its family.</param>
/// <param name="Prefix">The length of its network's prefix; null follows from the address.</param>
/// <param name="Peer">The other end of a point-to-point link.</param>
public sealed record InterfaceAddress(string Address, IpFamily Family, int? Prefix = null, string? Peer = null);

/// <summary>A route through one end of an interface.</summary>
/// <param name="Address">The network.</param>
/// <param name="Gateway">Where its packets go.</param>
/// <param name="Family">The family; null is IPv4.</param>
/// <param name="Netmask">The network's mask; instead of a prefix.</param>
/// <param name="Prefix">The length of the network's prefix; instead of a mask.</param>
/// <param name="Metric">The cost; lower is preferred.</param>
public sealed record InterfaceRoute(
    string Address, string Gateway, IpFamily? Family = null, string? Netmask = null, int? Prefix = null, int? Metric = null);

/// <summary>A family of IP addresses.</summary>
public enum IpFamily
{
    /// <summary>32 bits.</summary>
    [XmlEnum("ipv4")]
    IPv4,

    /// <summary>128 bits.</summary>
    [XmlEnum("ipv6")]
    IPv6,
}

/// <summary>Ports of the host that lead to the guest.</summary>
/// <param name="Protocol">Of which protocol.</param>
/// <param name="Address">On which of the host's addresses; null is all.</param>
/// <param name="Device">On which of the host's cards; null is all.</param>
/// <param name="Ranges">Which ports; none is all.</param>
public sealed record PortForward(PortProtocol Protocol, string? Address, string? Device, EquatableArray<PortRange> Ranges);

/// <summary>A range of ports.</summary>
/// <param name="Start">The first of the host.</param>
/// <param name="End">The last of the host; null is only the first.</param>
/// <param name="To">The first of the guest; null is the same number.</param>
/// <param name="Exclude">Whether these are left out instead.</param>
public sealed record PortRange(int Start, int? End = null, int? To = null, bool? Exclude = null);

/// <summary>A protocol with ports.</summary>
public enum PortProtocol
{
    /// <summary>TCP.</summary>
    Tcp,

    /// <summary>UDP.</summary>
    Udp,
}
