using System.Globalization;
using Pando.Model.NetworkFilters;

namespace Pando.Networks.Filters.Compiling;

/// <summary>Numbers of what goes over IP (IANA, protocol numbers), and of TCP's flags (RFC 9293).</summary>
internal static class TransportNumbers
{
    private static readonly (string Name, int Bit)[] FlagBits = [("FIN", 1), ("SYN", 2), ("RST", 4), ("PSH", 8), ("ACK", 16), ("URG", 32)];

    /// <summary>Null for what is about all of them.</summary>
    public static int? Of(FilterProtocol protocol) => protocol switch
    {
        FilterProtocol.Icmp => 1,
        FilterProtocol.Igmp => 2,
        FilterProtocol.Tcp or FilterProtocol.TcpIpv6 => 6,
        FilterProtocol.Udp or FilterProtocol.UdpIpv6 => 17,
        FilterProtocol.Esp or FilterProtocol.EspIpv6 => 50,
        FilterProtocol.Ah or FilterProtocol.AhIpv6 => 51,
        FilterProtocol.Icmpv6 => 58,
        FilterProtocol.Sctp or FilterProtocol.SctpIpv6 => 132,
        FilterProtocol.Udplite or FilterProtocol.UdpliteIpv6 => 136,
        _ => null,
    };

    /// <summary>A list of flags as a number.</summary>
    public static string Flags(string names) => string.Create(CultureInfo.InvariantCulture, $"0x{FlagBits.Where(flag => names == "ALL" || names.Split(',').Contains(flag.Name)).Sum(static flag => flag.Bit):x2}");
}
