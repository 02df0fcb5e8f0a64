namespace Pando.Model.NetworkFilters;

/// <summary>The protocols that rules can be about.</summary>
public enum FilterProtocol
{
    /// <summary>Every frame.</summary>
    Mac,

    /// <summary>Frames with a VLAN tag.</summary>
    Vlan,

    /// <summary>What bridges tell each other of their trees.</summary>
    Stp,

    /// <summary>Who has an IPv4 address.</summary>
    Arp,

    /// <summary>What IPv4 address a card has.</summary>
    Rarp,

    /// <summary>IPv4.</summary>
    Ip,

    /// <summary>IPv6.</summary>
    Ipv6,

    /// <summary>TCP over IPv4.</summary>
    Tcp,

    /// <summary>UDP over IPv4.</summary>
    Udp,

    /// <summary>UDP-Lite over IPv4.</summary>
    Udplite,

    /// <summary>ESP of IPsec over IPv4.</summary>
    Esp,

    /// <summary>AH of IPsec over IPv4.</summary>
    Ah,

    /// <summary>SCTP over IPv4.</summary>
    Sctp,

    /// <summary>ICMP.</summary>
    Icmp,

    /// <summary>IGMP.</summary>
    Igmp,

    /// <summary>Everything over IPv4.</summary>
    All,

    /// <summary>TCP over IPv6.</summary>
    TcpIpv6,

    /// <summary>UDP over IPv6.</summary>
    UdpIpv6,

    /// <summary>UDP-Lite over IPv6.</summary>
    UdpliteIpv6,

    /// <summary>ESP of IPsec over IPv6.</summary>
    EspIpv6,

    /// <summary>AH of IPsec over IPv6.</summary>
    AhIpv6,

    /// <summary>SCTP over IPv6.</summary>
    SctpIpv6,

    /// <summary>ICMPv6.</summary>
    Icmpv6,

    /// <summary>Everything over IPv6.</summary>
    AllIpv6,
}
