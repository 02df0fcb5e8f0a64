using System.Net;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using Pando.Model.Networks;
using Pando.Model.Xml.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Networks;

/// <summary>The <c>dhcp</c> element.</summary>
internal static class NetworkDhcpXml
{
    // dnsmasq gives no shorter ones.
    private const int ShortestSeconds = 120;

    public static NetworkDhcp Read(ElementReader dhcp, IpFamily family, IPNetwork network)
    {
        var boot = dhcp.Child("bootp");
        if (boot is not null && family == IpFamily.IPv6)
        {
            throw boot.Conflict("family='ipv4'");
        }
        return new NetworkDhcp
        {
            Ranges = [.. dhcp.Children("range").Select(range => Range(range, family, network))],
            Hosts = [.. dhcp.Children("host").Select(host => Host(host, family, network))],
            Boot = boot is null ? null : new DhcpBoot(boot.RequiredAttribute("file"), boot.Attribute("server")),
        };
    }

    public static XElement? Write(NetworkDhcp? dhcp) => dhcp is null ? null : new XElement(
        "dhcp",
        dhcp.Ranges.Items.Select(range => new XElement("range", Attribute("start", range.First), Attribute("end", range.Last), Write(range.Lease))),
        dhcp.Hosts.Items.Select(host => new XElement(
            "host", Attribute("id", host.ClientId), Attribute("mac", host.Mac?.ToString()), Attribute("name", host.Name), Attribute("ip", host.Address), Write(host.Lease))),
        dhcp.Boot is { } boot ? new XElement("bootp", Attribute("file", boot.File), Attribute("server", boot.Server)) : null);

    private static XElement? Write(DhcpLease? lease) =>
        lease is null ? null : new XElement("lease", Attribute("expiry", lease.Expiry), lease.Expiry == 0 ? null : Word<DhcpLeaseUnit>("unit", lease.Unit));

    private static DhcpRange Range(ElementReader range, IpFamily family, IPNetwork network)
    {
        var (first, last) = AddressRange.Read(range, family);
        RequireMember(range, "start", first, family, network);
        RequireMember(range, "end", last, family, network);
        return new DhcpRange(first, last, Lease(range));
    }

    private static DhcpHost Host(ElementReader host, IpFamily family, IPNetwork network)
    {
        var address = AddressRange.Address(host, "ip", family);
        RequireMember(host, "ip", address, family, network);
        MacAddress? mac = host.Attribute("mac") is null ? null : NetworkXml.Mac(host, "mac");
        var id = host.Attribute("id");
        var name = host.Attribute("name") is { Length: > 0 } said ? said : null;
        if (family == IpFamily.IPv6 && mac is not null)
        {
            // DHCPv6 knows guests by what they call themselves, not by their cards.
            throw host.Conflict("@mac, family='ipv6'");
        }
        if (family == IpFamily.IPv4 && id is not null)
        {
            throw host.Conflict("@id, family='ipv4'");
        }
        if (mac is null && id is null && name is null)
        {
            throw host.Missing(family == IpFamily.IPv4 ? "@mac, @name" : "@id, @name");
        }
        return new DhcpHost(address, mac, id is { Length: 0 } ? throw host.Missing("@id") : id, name, Lease(host));
    }

    /// <summary>Of IPv4 the first and the last address of a network are nobody's.</summary>
    private static void RequireMember(ElementReader element, string attribute, string text, IpFamily family, IPNetwork network)
    {
        var address = IPAddress.Parse(text);
        var reserved = family == IpFamily.IPv4 && network.PrefixLength < 31 && (address.Equals(network.BaseAddress) || address.Equals(IpNetworks.Last(network)));
        if (reserved || !network.Contains(address))
        {
            throw element.BadValue(attribute, text, $"{network}");
        }
    }

    private static DhcpLease? Lease(ElementReader holder)
    {
        if (holder.Child("lease") is not { } lease)
        {
            return null;
        }
        var expiry = lease.LongNumber("expiry", 0, uint.MaxValue) ?? throw lease.Missing("@expiry");
        var unit = lease.Word<DhcpLeaseUnit>("unit") ?? DhcpLeaseUnit.Minutes;
        var read = expiry == 0 ? new DhcpLease(0) : new DhcpLease(expiry, unit);
        return read.Expiry == 0 || read.Seconds >= ShortestSeconds ? read : throw lease.BadValue("expiry", lease.Attribute("expiry")!, "0 | ≥ 120 s");
    }
}
