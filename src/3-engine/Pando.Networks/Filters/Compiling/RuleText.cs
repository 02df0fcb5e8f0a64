using System.Globalization;
using System.Net;
using Pando.Model.Errors;
using Pando.Model.NetworkFilters;

namespace Pando.Networks.Filters.Compiling;

/// <summary>What a packet has to be like for a rule, in the words of nft(8). A frame is known by its own type: what has a tag is no IP.</summary>
internal static class RuleText
{
    private const string EtherType = "ether type";
    private const string TreeGroup = "01:80:c2:00:00:00";

    /// <summary>Null where no packet can be like that.</summary>
    /// <exception cref="CallerException"><c>nwfilter.not-offered</c>.</exception>
    public static string? Of(PlacedRule placed, IReadOnlyDictionary<string, string> values)
    {
        if (placed.Rule.Match is not { } match)
        {
            return string.Empty;
        }
        var text = new PacketText(values, match.Negated);
        switch (match.Protocol)
        {
            case FilterProtocol.Mac:
                Cards(text).Is(EtherType, Number(FilterFieldKind.EtherType, text.Value("protocolid"), "x4"));
                break;
            case FilterProtocol.Vlan:
                Cards(text.Always("ether type 8021q")).Is("vlan id", text.Value("vlanid"))
                    .Is("vlan type", Number(FilterFieldKind.EtherType, text.Value("encap-protocol"), "x4"));
                break;
            case FilterProtocol.Stp:
                TreeText.Add(text.Always("ether daddr " + TreeGroup).Card("ether saddr", "srcmacaddr", "srcmacmask"));
                break;
            case FilterProtocol.Arp:
                Refuse(placed, text.Value("gratuitous") == "true", "@gratuitous", "no-comparison");
                ResolutionText.AddArp(Cards(text.Always("ether type arp")));
                break;
            case FilterProtocol.Rarp:
                Refuse(placed, text.Value("gratuitous") == "true", "@gratuitous", "no-comparison");
                ResolutionText.AddRarp(Cards(text.Always("ether type 0x8035")), match.Negated);
                break;
            case FilterProtocol.Ip or FilterProtocol.Ipv6:
                AddInternet(text, match.Protocol == FilterProtocol.Ipv6);
                break;
            default:
                AddTransport(placed, match, text);
                break;
        }
        return text.Never ? null : text.ToString();
    }

    /// <summary>A value with a name, as the number that it stands for.</summary>
    internal static string? Number(FilterFieldKind kind, string? value, string form = "d") => value is null
        ? null
        : (form[0] == 'x' ? "0x" : string.Empty) + FilterWords.Of(kind).NumberOf(value).ToString(form, CultureInfo.InvariantCulture);

    private static PacketText Cards(PacketText text) => text.Card("ether saddr", "srcmacaddr", "srcmacmask").Card("ether daddr", "dstmacaddr", "dstmacmask");

    private static void AddInternet(PacketText text, bool six)
    {
        var family = six ? "ip6" : "ip";
        Cards(text.Always($"{EtherType} {family}"))
            .Address($"{family} saddr", "srcipaddr", "srcipmask")
            .Address($"{family} daddr", "dstipaddr", "dstipmask")
            // Headers in between are passed over.
            .Is("meta l4proto", Number(FilterFieldKind.IpProtocol, text.Value("protocol")))
            .Between("th sport", "srcportstart", "srcportend")
            .Between("th dport", "dstportstart", "dstportend")
            .Is($"{family} dscp", text.Value("dscp"))
            .Between("icmpv6 type", "type", "typeend")
            .Between("icmpv6 code", "code", "codeend");
    }

    private static void AddTransport(PlacedRule placed, FilterMatch match, PacketText text)
    {
        Refuse(placed, text.Value("ipset") is not null, "@ipset", "no-sets");
        var six = FilterFields.IsIPv6(match.Protocol);
        var family = six ? "ip6" : "ip";
        text.Always($"{EtherType} {family}");
        if (TransportNumbers.Of(match.Protocol) is { } number)
        {
            text.Always(string.Create(CultureInfo.InvariantCulture, $"meta l4proto {number}"));
        }
        text.Is("ether saddr", text.Value("srcmacaddr"))
            .Is("ether daddr", text.Value("dstmacaddr"))
            .Address($"{family} saddr", "srcipaddr", "srcipmask")
            .Address($"{family} daddr", "dstipaddr", "dstipmask")
            .Is($"{family} saddr", Addresses(text, "srcipfrom", "srcipto"))
            .Is($"{family} daddr", Addresses(text, "dstipfrom", "dstipto"))
            .Is($"{family} dscp", text.Value("dscp"))
            .Between("th sport", "srcportstart", "srcportend")
            .Between("th dport", "dstportstart", "dstportend")
            .Is(six ? "icmpv6 type" : "icmp type", text.Value("type"))
            .Is(six ? "icmpv6 code" : "icmp code", text.Value("code"));
        if (text.Value("option") is { } option)
        {
            text.Always($"tcp option {FilterValues.NumberOf(option).ToString(CultureInfo.InvariantCulture)} {(match.Negated ? "missing" : "exists")}");
        }
        if (text.Value("flags") is { } flags)
        {
            var parts = flags.Split('/');
            text.Masked("tcp flags", TransportNumbers.Flags(parts[0]), TransportNumbers.Flags(parts[1]));
        }
        if (text.Value("state") is { } states and not "NONE")
        {
            text.Always("ct state " + states.ToLowerInvariant());
        }
    }

    private static string? Addresses(PacketText text, string first, string last)
    {
        if (text.Value(first) is not { } low)
        {
            return null;
        }
        return text.Value(last) is { } high && !IPAddress.Parse(high).Equals(IPAddress.Parse(low)) ? $"{low}-{high}" : low;
    }

    private static void Refuse(PlacedRule placed, bool wrong, string what, string reason)
    {
        if (wrong)
        {
            throw new CallerException(ErrorCodes.NetworkFilter.NotOffered, ("filter", placed.Filter.Name), ("what", what), ("reason", "nwfilter.reason." + reason));
        }
    }
}
