using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.HostInterfaces;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.HostInterfaces;

/// <summary>libvirt's <c>interface</c> of the host (<c>interface.rng</c>) in and out.</summary>
public static class HostInterfaceXml
{
    private const int MostVlan = 4094;
    private const int LeastMtu = 68;

    /// <summary>Reads one.</summary>
    /// <exception cref="CallerException"><c>definition.…</c>, with the line and the path of the element.</exception>
    public static HostInterface Read(string text)
    {
        var element = new ElementReader(HostileXml.Read(text));
        if (element.Name != "interface")
        {
            throw element.Fails(ErrorCodes.Definition.Unsupported, ("reason", $"<{element.Name}>"));
        }
        var read = Read(element);
        element.End();
        return read;
    }

    /// <summary>Writes it.</summary>
    public static string Write(HostInterface definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return XmlText.Of(Element(definition, isWhole: true));
    }

    private static HostInterface Read(ElementReader element)
    {
        var made = new HostInterface(element.RequiredAttribute("name"), element.Word<HostInterfaceKind>("type") ?? HostInterfaceKind.Ethernet);
        // What is made here starts with the host.
        element.Child("start")?.Only("mode", "onboot");
        // What it is doing is told, not asked for.
        element.Child("link")?.Ignore("state", "speed");
        made = made with
        {
            Mac = element.Child("mac") is { } mac ? Mac(mac) : null,
            Mtu = element.Child("mtu")?.Number("size", LeastMtu),
            Addresses = element.Children("protocol").SelectMany(Addresses).ToEquatableArray(),
        };
        return made.Kind switch
        {
            HostInterfaceKind.Bridge => Bridge(made, element.RequiredChild("bridge")),
            HostInterfaceKind.Bond => Bond(made, element.RequiredChild("bond")),
            HostInterfaceKind.Vlan => Vlan(made, element.RequiredChild("vlan")),
            _ => made,
        };
    }

    private static HostInterface Bridge(HostInterface made, ElementReader bridge) => made with
    {
        SpanningTree = bridge.OnOff("stp"),
        ForwardDelay = bridge.Attribute("delay") is { } delay ? Seconds(bridge, delay) : null,
        Ports = bridge.Children("interface").Select(Read).ToEquatableArray(),
    };

    private static HostInterface Bond(HostInterface made, ElementReader bond)
    {
        var miimon = bond.Child("miimon");
        miimon?.Only("carrier", "netif");
        return made with
        {
            BondMode = bond.Attribute("mode"),
            MiimonMilliseconds = miimon?.Number("freq", 0),
            Ports = bond.Children("interface").Select(Read).ToEquatableArray(),
        };
    }

    private static HostInterface Vlan(HostInterface made, ElementReader vlan) => made with
    {
        Vlan = vlan.Number("tag", 1, MostVlan) ?? throw vlan.Missing("@tag"),
        Ports = [Read(vlan.RequiredChild("interface"))],
    };

    private static IEnumerable<HostInterfaceAddress> Addresses(ElementReader protocol)
    {
        var family = protocol.RequiredAttribute("family") switch
        {
            "ipv4" => AddressFamily.InterNetwork,
            "ipv6" => AddressFamily.InterNetworkV6,
            var other => throw protocol.BadValue("family", other, "ipv4 | ipv6"),
        };
        return [.. protocol.Children("ip").Select(ip => Address(ip, family))];
    }

    private static HostInterfaceAddress Address(ElementReader ip, AddressFamily family)
    {
        var text = ip.RequiredAttribute("address");
        var longest = family == AddressFamily.InterNetwork ? 32 : 128;
        return IPAddress.TryParse(text, out var address) && address.AddressFamily == family
            ? new HostInterfaceAddress(address, ip.Number("prefix", 0, longest) ?? throw ip.Missing("@prefix"))
            : throw ip.BadValue("address", text, family == AddressFamily.InterNetwork ? "192.0.2.1" : "2001:db8::1");
    }

    private static decimal Seconds(ElementReader bridge, string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? seconds : throw bridge.BadValue("delay", text, "0…30");

    private static MacAddress Mac(ElementReader element)
    {
        var text = element.RequiredAttribute("address");
        return MacAddress.TryParse(text, out var mac) ? mac : throw element.BadValue("address", text, "52:54:00:xx:xx:xx");
    }

    private static XElement Element(HostInterface one, bool isWhole) => new(
        "interface", Word<HostInterfaceKind>("type", one.Kind), Attribute("name", one.Name),
        isWhole ? UnlessEmpty("mtu", Attribute("size", one.Mtu)) : null,
        isWhole ? Protocols(one) : null,
        one.Kind == HostInterfaceKind.Bridge || one.IsUp is null ? null : new XElement("link", Attribute("state", one.IsUp.Value ? "up" : "down")),
        one.Kind switch
        {
            HostInterfaceKind.Bridge => new XElement(
                "bridge", OnOff("stp", one.SpanningTree), Attribute("delay", one.ForwardDelay?.ToString("0.##", CultureInfo.InvariantCulture)), Ports(one)),
            HostInterfaceKind.Bond => new XElement(
                "bond", Attribute("mode", one.BondMode),
                one.MiimonMilliseconds > 0 ? new XElement("miimon", Attribute("freq", one.MiimonMilliseconds), Attribute("carrier", "netif")) : null, Ports(one)),
            HostInterfaceKind.Vlan => new XElement("vlan", Attribute("tag", one.Vlan), Ports(one)),
            _ => one.Mac is { } mac ? new XElement("mac", Attribute("address", mac.ToString())) : null,
        });

    private static IEnumerable<XElement> Ports(HostInterface one) => one.Kind == HostInterfaceKind.Vlan
        // libvirt names it, and says nothing else of it.
        ? one.Ports.Items.Select(static lower => new XElement("interface", Attribute("name", lower.Name)))
        : one.Ports.Items.Select(static port => Element(port, isWhole: false));

    private static IEnumerable<XElement> Protocols(HostInterface one) => one.Addresses.Items
        .GroupBy(static address => address.Address.AddressFamily)
        .OrderBy(static family => family.Key == AddressFamily.InterNetworkV6)
        .Select(static family => new XElement(
            "protocol", Attribute("family", family.Key == AddressFamily.InterNetwork ? "ipv4" : "ipv6"),
            family.Select(static address => new XElement("ip", Attribute("address", address.Address.ToString()), Attribute("prefix", address.Prefix)))));
}
