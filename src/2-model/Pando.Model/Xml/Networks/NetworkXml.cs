using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Model.Xml.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Networks;

/// <summary>
/// libvirt's network XML in and out (<see href="https://libvirt.org/formatnetwork.html"/>). What this version does not know is refused,
/// never dropped; what is written can be read again and gives the same definition.
/// </summary>
public static class NetworkXml
{
    private static readonly XNamespace Dnsmasq = "http://libvirt.org/schemas/network/dnsmasq/1.0";

    // What every IPv4 link carries (RFC 791), and what fits into a packet's own length.
    private const int LeastMtu = 68;
    private const int MostMtu = 65535;

    /// <summary>Reads a definition; one without a uuid gets a new one.</summary>
    /// <exception cref="CallerException"><c>definition.…</c>, with the line and the path of the element.</exception>
    public static NetworkDefinition Read(string text)
    {
        var network = new ElementReader(HostileXml.Read(text));
        if (network.Name != "network")
        {
            throw network.Fails(ErrorCodes.Definition.Unsupported, ("reason", $"<{network.Name}>"));
        }
        // How many interfaces are on a network that runs says nothing of what is asked.
        network.Ignore("connections");
        var (forwards, metadata) = HostPortForwardXml.Read(network.Child("metadata") is { } kept ? MetadataXml.Read(kept) : []);
        var forward = network.Child("forward") is { } way ? NetworkForwardXml.Read(way) : null;
        var definition = new NetworkDefinition
        {
            Id = network.Child("uuid") is { } uuid ? Id(uuid) : NetworkId.New(),
            Name = Name(network.RequiredChild("name")),
            Metadata = metadata,
            PortForwards = forwards,
            GuestsSpeakIPv6 = network.YesNo("ipv6"),
            TrustGuestFilters = network.YesNo("trustGuestRxFilters"),
            Forward = forward,
            Mtu = network.Child("mtu")?.Number("size", LeastMtu, MostMtu),
            Mac = network.Child("mac") is { } mac ? Mac(mac) : null,
            Domain = network.Child("domain") is { } domain ? new NetworkDomain(domain.RequiredAttribute("name"), domain.YesNo("localOnly")) : null,
            Dns = network.Child("dns") is { } dns ? NetworkDnsXml.Read(dns) : null,
            Vlan = VlanXml.Read(network.Child("vlan")),
            Bandwidth = BandwidthXml.Read(network.Child("bandwidth"), canHaveFloor: false),
            IsolatedPorts = network.Child("port")?.YesNo("isolated"),
            Addresses = [.. network.Children("ip").Select(NetworkAddressXml.Read)],
            Routes = InterfaceAddressXml.ReadRoutes(network),
            VirtualPort = network.Child("virtualport") is { } port ? VirtualPortXml.Read(port) : null,
            PortGroups = [.. network.Children("portgroup").Select(PortGroupXml.Read)],
            DnsmasqOptions = network.Child(Dnsmasq + "options") is { } options
                ? [.. options.Children(Dnsmasq + "option").Select(static option => option.RequiredAttribute("value"))]
                : [],
        };
        definition = definition with { Bridge = NetworkBridgeXml.Read(network.Child("bridge"), definition) };
        NetworkRules.Check(network, definition);
        network.End();
        return definition;
    }

    /// <summary>Writes it; the same definition always gives the same text.</summary>
    /// <param name="definition">What is written.</param>
    /// <param name="connections">How many interfaces are on its cards or functions, by name or place, as libvirt tells it of an active network; null tells nothing.</param>
    public static string Write(NetworkDefinition definition, IReadOnlyDictionary<string, int>? connections = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return XmlText.Of(new XElement(
            "network",
            connections?.Values.Sum() is > 0 and var all ? Attribute("connections", all) : null,
            definition.DnsmasqOptions.IsEmpty ? null : new XAttribute(XNamespace.Xmlns + "dnsmasq", Dnsmasq.NamespaceName),
            YesNo("ipv6", definition.GuestsSpeakIPv6),
            YesNo("trustGuestRxFilters", definition.TrustGuestFilters),
            Text("name", definition.Name),
            Text("uuid", definition.Id.ToString()),
            MetadataXml.Write(HostPortForwardXml.Write(definition.PortForwards, definition.Metadata)),
            NetworkForwardXml.Write(definition.Forward, connections),
            NetworkBridgeXml.Write(definition.Bridge),
            definition.Mtu is { } mtu ? new XElement("mtu", Attribute("size", mtu)) : null,
            definition.Mac is { } mac ? new XElement("mac", Attribute("address", mac.ToString())) : null,
            definition.Domain is { } domain ? new XElement("domain", Attribute("name", domain.Name), YesNo("localOnly", domain.LocalOnly)) : null,
            NetworkDnsXml.Write(definition.Dns),
            VlanXml.Write(definition.Vlan),
            BandwidthXml.Write(definition.Bandwidth),
            definition.IsolatedPorts is { } isolated ? new XElement("port", YesNo("isolated", isolated)) : null,
            definition.Addresses.Items.Select(NetworkAddressXml.Write),
            InterfaceAddressXml.Write([], definition.Routes),
            VirtualPortXml.Write(definition.VirtualPort),
            definition.PortGroups.Items.Select(PortGroupXml.Write),
            definition.DnsmasqOptions.IsEmpty
                ? null
                : new XElement(Dnsmasq + "options", definition.DnsmasqOptions.Items.Select(option => new XElement(Dnsmasq + "option", Attribute("value", option))))));
    }

    private static NetworkId Id(ElementReader uuid)
    {
        var text = uuid.RequiredText().Trim();
        return NetworkId.TryParse(text, out var id) && id != default ? id : throw uuid.BadValue(null, text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, ≠ 0");
    }

    private static string Name(ElementReader name)
    {
        var text = name.RequiredText();
        // It becomes the name of files.
        var good = text.Length <= 255 && !string.IsNullOrWhiteSpace(text) && text.Any(static letter => letter != '.') && !text.Any(static letter => letter == '/' || char.IsControl(letter));
        return good ? text : throw name.BadValue(null, text, "1…255, ≠ '/', '.', '..', \\n");
    }

    internal static MacAddress Mac(ElementReader element, string attribute = "address")
    {
        var text = element.RequiredAttribute(attribute);
        return MacAddress.TryParse(text, out var mac) && !mac.IsMulticast ? mac : throw element.BadValue(attribute, text, "52:54:00:xx:xx:xx, unicast");
    }
}
