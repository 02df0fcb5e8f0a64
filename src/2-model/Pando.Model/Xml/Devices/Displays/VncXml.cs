using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>A <c>graphics type='vnc'</c>.</summary>
internal static class VncXml
{
    // QEMU counts displays from port 5900.
    private const int FirstPort = 5900;

    // The protocol uses no more characters; a longer password would be weaker than it looks.
    private const int LongestPassword = 8;

    public static VncGraphics Read(ElementReader display)
    {
        var listens = GraphicsListenXml.Read(display, hasSocketAttribute: true);
        var port = display.Number("port", -1, 65535) is { } number and not -1 ? number : (int?)null;
        if (port is < FirstPort)
        {
            throw display.BadValue("port", display.Attribute("port")!, "-1 | 5900…65535");
        }
        var web = display.Number("websocket", -1, 65535);
        if (web == 0)
        {
            throw display.BadValue("websocket", "0", "-1 | 1…65535");
        }
        // A display on a socket has no port at all; libvirt leaves away what such a definition says about one.
        var ports = !listens.Items.Any(listen => listen is SocketListen or NoListen);
        var auto = display.YesNo("autoport") ?? port is null;
        var password = DisplayPasswordXml.Read(display, LongestPassword);
        if (password is { Connected: not (null or DisplayConnected.Keep) })
        {
            throw display.BadValue("connected", display.Attribute("connected")!, "keep");
        }
        return new VncGraphics
        {
            Listens = listens,
            Port = ports ? port : null,
            AutoPort = auto && ports,
            WebSocket = ports && web > 0 ? web : null,
            AutoWebSocket = ports && web == -1,
            Password = password,
            Keymap = GraphicsXml.Keymap(display),
            SharePolicy = display.Word<VncSharePolicy>("sharePolicy"),
            PowerControl = display.YesNo("powerControl"),
            AudioId = display.Child("audio") is { } audio ? audio.Number("id", 1, 255) ?? throw audio.Missing("@id") : null,
        };
    }

    public static IEnumerable<XObject?> Write(VncGraphics vnc, DomainXmlOptions options)
    {
        var first = vnc.Listens.IsEmpty ? null : vnc.Listens[0];
        var ports = first is not (SocketListen or NoListen);
        // The port of an automatic one belongs to one run only.
        var port = vnc.AutoPort && !options.Live ? -1 : vnc.Port ?? (vnc.AutoPort ? -1 : null);
        var web = vnc.AutoWebSocket && !options.Live ? -1 : vnc.WebSocket ?? (vnc.AutoWebSocket ? -1 : null);
        return
        [
            Attribute("type", "vnc"),
            ports ? Attribute("port", port) : null,
            ports ? YesNo("autoport", vnc.AutoPort) : null,
            ports ? Attribute("websocket", web) : null,
            // The attributes are how older clients find what <listen> says.
            GraphicsListenXml.Attributed(vnc, options),
            Attribute("socket", (first as SocketListen)?.Path),
            Attribute("keymap", vnc.Keymap),
            Word("sharePolicy", vnc.SharePolicy),
            YesNo("powerControl", vnc.PowerControl),
            .. DisplayPasswordXml.Write(vnc.Password, options),
            .. GraphicsListenXml.Write(vnc, options),
            vnc.AudioId is null ? null : new XElement("audio", Attribute("id", vnc.AudioId)),
        ];
    }
}
