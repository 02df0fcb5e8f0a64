using System.Net;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using Pando.Model.Networks;
using Pando.Model.Xml.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Networks;

/// <summary>The <c>ip</c> element.</summary>
internal static class NetworkAddressXml
{
    public static NetworkAddress Read(ElementReader ip)
    {
        var said = ip.Word<IpFamily>("family");
        var family = said ?? IpFamily.IPv4;
        var read = new NetworkAddress(AddressRange.Address(ip, "address", family))
        {
            Family = said,
            Netmask = Netmask(ip, family),
            Prefix = ip.Number("prefix", 0, family == IpFamily.IPv4 ? 32 : 128),
            LocalPointers = ip.YesNo("localPtr"),
            TftpRoot = ip.Child("tftp")?.Path("root"),
        };
        if (read is { Netmask: not null, Prefix: not null })
        {
            throw ip.Conflict("@netmask, @prefix");
        }
        return read with { Dhcp = ip.Child("dhcp") is { } dhcp ? NetworkDhcpXml.Read(dhcp, family, read.Network()) : null };
    }

    public static XElement Write(NetworkAddress ip) => new(
        "ip",
        Word("family", ip.Family), Attribute("address", ip.Address), Attribute("netmask", ip.Netmask), Attribute("prefix", ip.Prefix), YesNo("localPtr", ip.LocalPointers),
        ip.TftpRoot is { } root ? new XElement("tftp", Attribute("root", root)) : null,
        NetworkDhcpXml.Write(ip.Dhcp));

    private static string? Netmask(ElementReader ip, IpFamily family)
    {
        if (ip.Attribute("netmask") is not { } text)
        {
            return null;
        }
        return family == IpFamily.IPv4 && IpText.FamilyOf(text) == IpFamily.IPv4 && IpNetworks.PrefixOf(IPAddress.Parse(text)) is not null
            ? text
            : throw ip.BadValue("netmask", text, "255.…, ipv4");
    }
}
