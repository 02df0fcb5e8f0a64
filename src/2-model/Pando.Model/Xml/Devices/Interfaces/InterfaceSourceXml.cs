using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>type</c> of an interface and its <c>source</c>.</summary>
internal static class InterfaceSourceXml
{
    private const string Kinds = "network | bridge | direct | user | ethernet | vhostuser | vdpa | hostdev | udp | mcast | server | client";
    private const int MostPort = 65535;

    public static InterfaceSource Read(ElementReader card)
    {
        var kind = card.RequiredAttribute("type");
        return kind switch
        {
            "user" => User(card.Child("source")),
            "network" => Network(card.RequiredChild("source")),
            "bridge" => new BridgeSource(RequiredName(card.RequiredChild("source"), "bridge")),
            "direct" => Direct(card.RequiredChild("source")),
            "ethernet" => Ethernet(card.Child("source")),
            "vhostuser" => VhostUser(card.RequiredChild("source")),
            "vdpa" => Vdpa(card.RequiredChild("source")),
            "hostdev" => HostCard(card),
            "udp" => Udp(card.RequiredChild("source")),
            "mcast" => Multicast(card.RequiredChild("source")),
            "client" => new TcpTunnelSource(RequiredIPv4(card.RequiredChild("source")), Port(card.RequiredChild("source")), Listens: false),
            "server" => Server(card.RequiredChild("source")),
            _ => throw card.BadValue("type", kind, Kinds),
        };
    }

    public static XAttribute Kind(InterfaceSource source) => new("type", source switch
    {
        UserNetworkSource => "user",
        VirtualNetworkSource => "network",
        BridgeSource => "bridge",
        DirectSource => "direct",
        EthernetSource => "ethernet",
        VhostUserNetworkSource => "vhostuser",
        VdpaSource => "vdpa",
        HostCardSource => "hostdev",
        UdpTunnelSource => "udp",
        MulticastTunnelSource => "mcast",
        TcpTunnelSource { Listens: true } => "server",
        TcpTunnelSource => "client",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
    });

    public static XElement? Write(InterfaceSource source) => source switch
    {
        UserNetworkSource user => UnlessEmpty("source",
            Attribute("dev", user.Device), Attribute("network", user.Network?.Network), Attribute("portgroup", user.Network?.PortGroup), Attribute("gateway", user.Gateway)),
        VirtualNetworkSource network => new XElement("source", Attribute("network", network.Network), Attribute("portgroup", network.PortGroup)),
        BridgeSource bridge => new XElement("source", Attribute("bridge", bridge.Bridge)),
        DirectSource direct => new XElement("source", Attribute("dev", direct.Device), Word("mode", direct.Mode)),
        EthernetSource ethernet => ethernet.HostAddresses.IsEmpty && ethernet.HostRoutes.IsEmpty
            ? null
            : new XElement("source", InterfaceAddressXml.Write(ethernet.HostAddresses, ethernet.HostRoutes)),
        VhostUserNetworkSource user => new XElement("source",
            Attribute("type", "unix"), Attribute("path", user.Path), Attribute("mode", user.Listens ? "server" : "client"), ReconnectXml.Write(user.Reconnect)),
        VdpaSource vdpa => new XElement("source", Attribute("dev", vdpa.Device)),
        HostCardSource host => new XElement("source",
            Attribute("network", host.Network?.Network), Attribute("portgroup", host.Network?.PortGroup), PlaceXml.Write(host.Address, typed: true)),
        UdpTunnelSource udp => new XElement("source", Attribute("address", udp.Address), Attribute("port", udp.Port),
            new XElement("local", Attribute("address", udp.LocalAddress), Attribute("port", udp.LocalPort))),
        MulticastTunnelSource group => new XElement("source", Attribute("address", group.Address), Attribute("port", group.Port)),
        TcpTunnelSource tcp => new XElement("source", Attribute("address", tcp.Address), Attribute("port", tcp.Port)),
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
    };

    // Network and gateway are as what is in force is written of a card on a network of mode user.
    private static UserNetworkSource User(ElementReader? source) => source is null ? new UserNetworkSource() : new UserNetworkSource(InterfaceXml.Name(source, "dev"))
    {
        Network = source.Attribute("network") is null ? null : Network(source),
        Gateway = source.Attribute("gateway") is null ? null : RequiredIPv4(source, "gateway"),
    };

    private static VirtualNetworkSource Network(ElementReader source)
    {
        // The port and the bridge that the network gave are of one run.
        source.Ignore("portid", "bridge");
        return new VirtualNetworkSource(source.RequiredAttribute("network"), source.Attribute("portgroup"));
    }

    private static DirectSource Direct(ElementReader source) =>
        new(RequiredName(source, "dev"), source.Word<DirectMode>("mode"));

    private static EthernetSource Ethernet(ElementReader? source) => source is null ? new EthernetSource() : new EthernetSource
    {
        HostAddresses = InterfaceAddressXml.ReadAddresses(source),
        HostRoutes = InterfaceAddressXml.ReadRoutes(source),
    };

    private static VhostUserNetworkSource VhostUser(ElementReader source)
    {
        source.RequiredAttribute("type");
        source.Only("type", "unix");
        var path = source.Path("path") ?? throw source.Missing("@path");
        var mode = source.RequiredAttribute("mode");
        var listens = mode switch { "server" => true, "client" => false, _ => throw source.BadValue("mode", mode, "server | client") };
        var reconnect = ReconnectXml.Read(source);
        if (listens && reconnect is not null)
        {
            throw source.RequiredChild("reconnect").Conflict("mode='server'");
        }
        return new VhostUserNetworkSource(path, listens, reconnect);
    }

    private static VdpaSource Vdpa(ElementReader source) => new(source.Path("dev") ?? throw source.Missing("@dev"));

    private static HostCardSource HostCard(ElementReader card)
    {
        var source = card.RequiredChild("source");
        var address = source.RequiredChild("address");
        address.RequiredAttribute("type");
        // A card on USB has no functions that could be set up for a guest.
        address.Only("type", "pci");
        return new HostCardSource(PlaceXml.HostPci(address), card.YesNo("managed"), card.Child("driver")?.Word<HostPciDriver>("name"))
        {
            // As what is in force is written of a card on a network that gives functions.
            Network = source.Attribute("network") is null ? null : Network(source),
        };
    }

    private static UdpTunnelSource Udp(ElementReader source)
    {
        var local = source.RequiredChild("local");
        return new UdpTunnelSource(RequiredIPv4(source), Port(source), RequiredIPv4(local), Port(local));
    }

    private static MulticastTunnelSource Multicast(ElementReader source) => new(RequiredIPv4(source), Port(source));

    private static TcpTunnelSource Server(ElementReader source) =>
        new(source.Attribute("address") is null ? null : RequiredIPv4(source), Port(source), Listens: true);

    private static string RequiredName(ElementReader source, string attribute) =>
        InterfaceXml.Name(source, attribute) ?? throw source.Missing("@" + attribute);

    private static string RequiredIPv4(ElementReader source, string attribute = "address")
    {
        var text = source.RequiredAttribute(attribute);
        return IpText.FamilyOf(text) == IpFamily.IPv4 ? text : throw source.BadValue(attribute, text, "IPv4");
    }

    private static int Port(ElementReader source) => source.Number("port", 1, MostPort) ?? throw source.Missing("@port");
}
