using static Pando.Model.NetworkFilters.FilterFieldKind;

namespace Pando.Model.NetworkFilters;

/// <summary>What the packets of each protocol can be told apart by, in the order in which it is written.</summary>
public static class FilterFields
{
    private static readonly FilterField[] Sender = [new("srcmacaddr", Mac), new("srcmacmask", Mac, "srcmacaddr")];
    private static readonly FilterField[] Cards = [.. Sender, new("dstmacaddr", Mac), new("dstmacmask", Mac, "dstmacaddr")];
    private static readonly FilterField[] Ports =
    [
        new("srcportstart", SixteenBits), new("srcportend", SixteenBits, "srcportstart"),
        new("dstportstart", SixteenBits), new("dstportend", SixteenBits, "dstportstart"),
    ];

    private static readonly FilterField[] Resolution =
    [
        .. Cards, new("hwtype", SixteenBits), new("protocoltype", SixteenBits), new("opcode", ArpOperation), new("arpsrcmacaddr", Mac), new("arpdstmacaddr", Mac),
        new("arpsrcipaddr", IPv4), new("arpsrcipmask", IPv4Mask, "arpsrcipaddr"), new("arpdstipaddr", IPv4), new("arpdstipmask", IPv4Mask, "arpdstipaddr"),
        new("gratuitous", Flag),
    ];

    private static readonly FilterField[] TypeRanges =
        [new("type", EightBits), new("typeend", EightBits, "type"), new("code", EightBits), new("codeend", EightBits, "code")];

    private static readonly FilterField[] Icmp = [new("type", EightBits), new("code", EightBits)];

    private static readonly FilterField[] Tree =
    [
        .. Sender, new("type", EightBits), new("flags", EightBits), .. Range("root-priority", SixteenBits), new("root-address", Mac),
        new("root-address-mask", Mac, "root-address"), .. Range("root-cost", ThirtyTwoBits), .. Range("sender-priority", SixteenBits),
        new("sender-address", Mac), new("sender-address-mask", Mac, "sender-address"), .. Range("port", SixteenBits), .. Range("age", SixteenBits),
        .. Range("max-age", SixteenBits), .. Range("hello-time", SixteenBits), .. Range("forward-delay", SixteenBits),
    ];

    private static readonly FilterField[][] ByProtocol = [.. Enum.GetValues<FilterProtocol>().Select(static protocol => Fields(protocol).ToArray())];

    /// <summary>The attributes of a protocol.</summary>
    public static IReadOnlyList<FilterField> Of(FilterProtocol protocol) => ByProtocol[(int)protocol];

    /// <summary>Whether rules of the protocol are about IPv6.</summary>
    public static bool IsIPv6(FilterProtocol protocol) => protocol is FilterProtocol.Ipv6 or >= FilterProtocol.TcpIpv6;

    /// <summary>Whether rules of the protocol stand in chains; others are asked after these, whatever chain their filter names.</summary>
    public static bool IsInChains(FilterProtocol protocol) => protocol <= FilterProtocol.Ipv6;

    private static IEnumerable<FilterField> Fields(FilterProtocol protocol) => protocol switch
    {
        FilterProtocol.Mac => [.. Cards, new("protocolid", EtherType)],
        FilterProtocol.Vlan => [.. Cards, new("vlanid", VlanId), new("encap-protocol", EtherType)],
        FilterProtocol.Stp => Tree,
        FilterProtocol.Arp or FilterProtocol.Rarp => Resolution,
        FilterProtocol.Ip => [.. Cards, .. Addresses(IPv4, IPv4Mask), new("protocol", IpProtocol), .. Ports, new("dscp", SixBits)],
        FilterProtocol.Ipv6 => [.. Cards, .. Addresses(IPv6, IPv6Mask), new("protocol", IpProtocol), .. Ports, .. TypeRanges],
        _ => [.. Transport(IsIPv6(protocol) ? IPv6 : IPv4, IsIPv6(protocol) ? IPv6Mask : IPv4Mask), .. Own(protocol)],
    };

    private static FilterField[] Own(FilterProtocol protocol) => protocol switch
    {
        FilterProtocol.Tcp or FilterProtocol.TcpIpv6 => [.. Ports, new("option", EightBits), new("flags", TcpFlags)],
        FilterProtocol.Udp or FilterProtocol.UdpIpv6 or FilterProtocol.Sctp or FilterProtocol.SctpIpv6 => Ports,
        FilterProtocol.Icmp or FilterProtocol.Icmpv6 => Icmp,
        _ => [],
    };

    private static IEnumerable<FilterField> Transport(FilterFieldKind address, FilterFieldKind mask) =>
    [
        new("srcmacaddr", Mac), .. Addresses(address, mask), new("srcipfrom", address), new("srcipto", address, "srcipfrom"),
        new("dstipfrom", address), new("dstipto", address, "dstipfrom"), new("dscp", SixBits), new("connlimit-above", SixteenBits),
        new("state", States), new("ipset", SetName), new("ipsetflags", SetFlags, "ipset"),
    ];

    private static FilterField[] Addresses(FilterFieldKind address, FilterFieldKind mask) =>
        [new("srcipaddr", address), new("srcipmask", mask, "srcipaddr"), new("dstipaddr", address), new("dstipmask", mask, "dstipaddr")];

    private static FilterField[] Range(string name, FilterFieldKind kind) => [new(name, kind), new(name + "-hi", kind, name)];
}
