using System.Xml.Linq;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>graphics</c> element.</summary>
internal static class GraphicsXml
{
    // QEMU counts displays from port 5900.
    private const int FirstPort = 5900;
    private const int LongestPassword = 8;

    private static readonly Func<char, bool> KeymapLetter = static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_';

    public static GraphicsDevice Read(ElementReader display)
    {
        display.RequiredAttribute("type");
        display.Only("type", "vnc");
        var listens = Listens(display);
        var port = display.Number("port", -1, 65535) is { } number and not -1 ? number : (int?)null;
        if (port is < FirstPort)
        {
            throw display.BadValue("port", display.Attribute("port")!, "-1 | 5900…65535");
        }
        // A display on a socket has no port at all; libvirt leaves away what such a definition says about one.
        var sockets = listens.Any(listen => listen is SocketListen);
        var auto = display.YesNo("autoport") ?? port is null;
        return new VncGraphics
        {
            Listens = listens.ToEquatableArray(),
            Port = sockets ? null : port,
            AutoPort = auto && !sockets,
            Password = display.Attribute("passwd") is { } password ? Password(display, password) : null,
            Keymap = display.Plain("keymap", KeymapLetter, "a-z -", 16),
            Alias = PlaceXml.Alias(display),
        };
    }

    public static XElement Write(GraphicsDevice display, DomainXmlOptions options)
    {
        var vnc = (VncGraphics)display;
        var first = vnc.Listens.IsEmpty ? null : vnc.Listens[0];
        var sockets = first is SocketListen;
        return new XElement("graphics",
            Attribute("type", "vnc"),
            // The port of an automatic one belongs to one run only.
            sockets ? null : vnc.AutoPort && !options.Live ? Attribute("port", -1) : Attribute("port", vnc.Port ?? (vnc.AutoPort ? -1 : null)),
            sockets ? null : YesNo("autoport", vnc.AutoPort),
            // The attributes are how older clients find what <listen> says.
            Attribute("listen", (first as AddressListen)?.Address),
            Attribute("socket", (first as SocketListen)?.Path),
            Attribute("keymap", vnc.Keymap),
            options.IncludeSecrets ? Attribute("passwd", vnc.Password?.Reveal()) : null,
            vnc.Listens.Items.Select(Listen),
            PlaceXml.Write(vnc, options));
    }

    private static List<GraphicsListen> Listens(ElementReader display)
    {
        var listens = display.Children("listen").Select(Listen).ToList();
        var address = display.Attribute("listen");
        var socket = display.Path("socket");
        if (listens.Count == 0 && socket is not null)
        {
            listens.Add(new SocketListen(socket));
        }
        else if (listens.Count == 0 && address is not null)
        {
            listens.Add(new AddressListen(address));
        }
        else if (socket is not null && listens[0] != new SocketListen(socket))
        {
            throw display.BadValue("socket", socket, "= listen/@socket");
        }
        else if (address is not null && socket is null && listens[0] != new AddressListen(address))
        {
            throw display.BadValue("listen", address, "= listen/@address");
        }
        if (listens.Count > 1)
        {
            throw display.Children("listen")[1].Fails(Errors.ErrorCodes.Definition.Repeated);
        }
        return listens;
    }

    private static GraphicsListen Listen(ElementReader listen)
    {
        var kind = listen.RequiredAttribute("type");
        return kind switch
        {
            "address" => new AddressListen(listen.Attribute("address")),
            "socket" => new SocketListen(listen.Path("socket")),
            _ => throw listen.BadValue("type", kind, "address | socket"),
        };
    }

    private static XElement Listen(GraphicsListen listen) => listen is SocketListen socket
        ? new XElement("listen", Attribute("type", "socket"), Attribute("socket", socket.Path))
        : new XElement("listen", Attribute("type", "address"), Attribute("address", ((AddressListen)listen).Address));

    // The protocol uses no more than eight characters; a longer password would be weaker than it looks.
    private static Secret Password(ElementReader display, string password) =>
        password.Length is > 0 and <= LongestPassword ? new Secret(password) : throw display.BadValue("passwd", "***", "1…8");
}
