using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>Where a display listens: its <c>listen</c> elements, and the attributes by which older clients say the same.</summary>
internal static class GraphicsListenXml
{
    public static EquatableArray<GraphicsListen> Read(ElementReader display, bool hasSocketAttribute)
    {
        var elements = display.Children("listen");
        if (elements.Count > 1)
        {
            throw elements[1].Fails(Errors.ErrorCodes.Definition.Repeated);
        }
        var listen = elements.Count == 0 ? null : Read(elements[0]);
        var address = display.Attribute("listen");
        var socket = hasSocketAttribute ? display.Path("socket") : null;
        if (listen is null)
        {
            return socket is not null ? [new SocketListen(socket)] : address is not null ? [new AddressListen(address)] : [];
        }
        if (socket is not null && listen != new SocketListen(socket))
        {
            throw display.BadValue("socket", socket, "= listen/@socket");
        }
        if (address is not null && socket is null && address != Address(listen))
        {
            throw display.BadValue("listen", address, "= listen/@address");
        }
        return [listen];
    }

    /// <summary>The attribute for older clients: the address of what is first.</summary>
    public static XAttribute? Attributed(GraphicsDevice display, DomainXmlOptions options) =>
        Attribute("listen", display.Listens.IsEmpty || (display.Listens[0] is NetworkListen && !options.Live) ? null : Address(display.Listens[0]));

    public static IEnumerable<XElement> Write(GraphicsDevice display, DomainXmlOptions options) => display.Listens.Items.Select(listen => listen switch
    {
        SocketListen socket => new XElement("listen", Attribute("type", "socket"), Attribute("socket", socket.Path)),
        NetworkListen network => new XElement("listen",
            Attribute("type", "network"), options.Live ? Attribute("address", network.Address) : null, Attribute("network", network.Network)),
        NoListen => new XElement("listen", Attribute("type", "none")),
        _ => new XElement("listen", Attribute("type", "address"), Attribute("address", Address(listen))),
    });

    private static GraphicsListen Read(ElementReader listen)
    {
        var kind = listen.RequiredAttribute("type");
        return kind switch
        {
            "address" => new AddressListen(listen.Attribute("address")),
            "network" => new NetworkListen(listen.RequiredAttribute("network"), listen.Attribute("address")),
            "socket" => new SocketListen(listen.Path("socket")),
            "none" => new NoListen(),
            _ => throw listen.BadValue("type", kind, "address | network | socket | none"),
        };
    }

    private static string? Address(GraphicsListen listen) => listen switch
    {
        AddressListen address => address.Address,
        NetworkListen network => network.Address,
        _ => null,
    };
}
