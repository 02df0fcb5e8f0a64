using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains.Devices;
using Pando.Model.NetworkFilters;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.NetworkFilters;

/// <summary>Network filters that could be asked for.</summary>
internal static class NetworkFilterGenerator
{
    private const string Names = "azAZ09_";

    public static Gen<NetworkFilterDefinition> Filters =>
        from name in Word("azAZ09_.-")
        from chain in Gen.Elements("root", "mac", "stp", "vlan", "arp", "arp-mac", "rarp", "ipv4-ip", "ipv6:x.y", "ipv4")
        from priority in Priority
        from entries in Several(4, _ => Gen.OneOf(Include, Rule))
        select new NetworkFilterDefinition { Id = new NetworkFilterId(new Guid("8b7f2a51-50ad-4d3a-8f7b-3f8d8c9f3a11")), Name = name, Chain = chain, Priority = priority, Entries = entries };

    private static Gen<int> Priority => Gen.Choose(-1000, 1000);

    private static Gen<FilterEntry> Include =>
        from name in Word("azAZ09_.-")
        from parameters in Several(2, number => Word(Names).Select(value => new FilterParameter(string.Create(CultureInfo.InvariantCulture, $"P{number}"), value)))
        select (FilterEntry)new FilterInclude(new FilterReference(name, parameters));

    private static Gen<FilterEntry> Rule =>
        from action in Any<FilterAction>()
        from direction in Any<FilterDirection>()
        from priority in Priority
        from follows in Bool
        from match in Maybe(Match)
        select (FilterEntry)new FilterRule(action, direction, match) { Priority = priority, FollowsConnections = follows };

    private static Gen<FilterMatch> Match =>
        from protocol in Any<FilterProtocol>()
        from conditions in Gen.CollectToList(FilterFields.Of(protocol), attribute => Maybe(Value(attribute)).Select(value => value is null ? null : new FilterCondition(attribute.Name, value)))
        from negated in Bool
        from comment in Maybe(AnyText)
        select Consistent(new FilterMatch(protocol, [.. conditions.OfType<FilterCondition>()]) { Negated = negated, Comment = comment });

    /// <summary>Without what would need another attribute, and with ports and types only of what has them.</summary>
    private static FilterMatch Consistent(FilterMatch match)
    {
        var carries = match.Value("protocol");
        var kept = match.Conditions.RemoveAll(condition =>
            FilterFields.Of(match.Protocol).First(field => field.Name == condition.Field) is { Needs: { } needed } && match.Value(needed) is null);
        return match.Protocol is FilterProtocol.Ip or FilterProtocol.Ipv6
            ? match with
            {
                Conditions = kept.RemoveAll(condition =>
                    (condition.Field.Contains("port", StringComparison.Ordinal) && carries is not ("tcp" or "udp" or "sctp"))
                    || (condition.Field is "type" or "typeend" or "code" or "codeend" && carries is not "icmpv6")),
            }
            : match with { Conditions = kept };
    }

    // Ends of ranges are as high as can be, so that they are never below their beginnings.
    private static Gen<string> Value(FilterField field) => Gen.OneOf(
        Gen.Elements("$A", "$B_2[@3]", "$C[7]"),
        field.Kind switch
        {
            FilterFieldKind.Mac => Gen.Elements("52:54:00:00:00:01", "ff:ff:ff:00:00:00"),
            FilterFieldKind.IPv4 => Gen.Elements("10.0.0.1", "0.0.0.0", "255.255.255.255"),
            FilterFieldKind.IPv4Mask => Gen.Elements("0", "24", "32"),
            FilterFieldKind.IPv6 => Gen.Elements("::", "fe80::1", "ff02::1:2"),
            FilterFieldKind.IPv6Mask => Gen.Elements("0", "64", "128"),
            FilterFieldKind.EtherType => Gen.Elements("arp", "vlan", "0x88cc", "1537"),
            FilterFieldKind.ArpOperation => Gen.Elements("Request", "ARP_NAK", "77", "0x1f"),
            FilterFieldKind.IpProtocol => Gen.Elements("tcp", "udp", "icmpv6", "sctp", "99"),
            FilterFieldKind.Flag => Gen.Elements("true", "false"),
            FilterFieldKind.States => Gen.Elements("NEW", "NEW,ESTABLISHED", "NONE"),
            FilterFieldKind.TcpFlags => Gen.Elements("SYN,ACK/SYN", "ALL/NONE"),
            FilterFieldKind.SetName => Gen.Elements("web", "a b:c"),
            FilterFieldKind.SetFlags => Gen.Elements("src", "src,dst,dst"),
            FilterFieldKind.SixBits => Gen.Elements("0", "0x3f"),
            _ => field.Needs is null ? Gen.Elements("0", "7", "0xff") : Gen.Constant("255"),
        });
}
