using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>ip</c> and <c>route</c> elements of one end of an interface.</summary>
internal static class InterfaceAddressXml
{
    public static EquatableArray<InterfaceAddress> ReadAddresses(ElementReader end) => [.. end.Children("ip").Select(Address)];

    public static EquatableArray<InterfaceRoute> ReadRoutes(ElementReader end) => [.. end.Children("route").Select(Route)];

    public static IEnumerable<XElement> Write(EquatableArray<InterfaceAddress> addresses, EquatableArray<InterfaceRoute> routes) =>
        addresses.Items.Select(ip => new XElement("ip",
                Attribute("address", ip.Address), Word<IpFamily>("family", ip.Family), Attribute("prefix", ip.Prefix), Attribute("peer", ip.Peer)))
            .Concat(routes.Items.Select(route => new XElement("route",
                Word("family", route.Family), Attribute("address", route.Address), Attribute("netmask", route.Netmask),
                Attribute("prefix", route.Prefix), Attribute("gateway", route.Gateway), Attribute("metric", route.Metric))));

    private static InterfaceAddress Address(ElementReader ip)
    {
        var text = ip.RequiredAttribute("address");
        var family = ip.Word<IpFamily>("family") ?? IpText.FamilyOf(text) ?? throw ip.BadValue("address", text, "IP");
        return new InterfaceAddress(Of(ip, "address", family)!, family, ip.Number("prefix", 1, Bits(family)), Of(ip, "peer", family));
    }

    private static InterfaceRoute Route(ElementReader route)
    {
        var said = route.Word<IpFamily>("family");
        var family = said ?? IpFamily.IPv4;
        var netmask = Of(route, "netmask", family);
        var prefix = route.Number("prefix", 0, Bits(family));
        if (netmask is not null && (prefix is not null || family == IpFamily.IPv6))
        {
            throw route.Conflict("@netmask, @prefix");
        }
        return new InterfaceRoute(
            Of(route, "address", family) ?? throw route.Missing("@address"),
            Of(route, "gateway", family) ?? throw route.Missing("@gateway"),
            said, netmask, prefix, route.Number("metric", 1));
    }

    private static string? Of(ElementReader element, string attribute, IpFamily family) => element.Attribute(attribute) switch
    {
        null => null,
        var text when IpText.FamilyOf(text) == family => text,
        var text => throw element.BadValue(attribute, text, XmlWords<IpFamily>.Of(family)),
    };

    private static int Bits(IpFamily family) => family == IpFamily.IPv4 ? 32 : 128;
}
