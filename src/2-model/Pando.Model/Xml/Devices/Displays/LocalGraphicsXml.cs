using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The displays of the host itself: <c>dbus</c> and <c>sdl</c>.</summary>
internal static class LocalGraphicsXml
{
    public static DbusGraphics ReadDbus(ElementReader display)
    {
        var address = display.Attribute("address");
        var peers = display.YesNo("p2p") == true;
        if (address is not null && peers)
        {
            throw display.Conflict("@address | @p2p='yes'");
        }
        return new DbusGraphics
        {
            BusAddress = address,
            PeerToPeer = peers,
            Gl = GraphicsXml.Gl(display),
            AudioId = display.Child("audio") is { } audio ? audio.Number("id", 1, 255) ?? throw audio.Missing("@id") : null,
        };
    }

    public static IEnumerable<XObject?> Write(DbusGraphics dbus) =>
    [
        Attribute("type", "dbus"), Attribute("address", dbus.BusAddress), dbus.PeerToPeer ? Attribute("p2p", "yes") : null,
        GraphicsXml.Gl(dbus.Gl), dbus.AudioId is null ? null : new XElement("audio", Attribute("id", dbus.AudioId)),
    ];

    public static SdlGraphics ReadSdl(ElementReader display) => new()
    {
        Display = display.Attribute("display"),
        Xauthority = display.Attribute("xauth"),
        FullScreen = display.YesNo("fullscreen") == true,
        Gl = display.Child("gl") is { } gl ? gl.YesNo("enable") ?? throw gl.Missing("@enable") : null,
    };

    public static IEnumerable<XObject?> Write(SdlGraphics sdl) =>
    [
        Attribute("type", "sdl"), Attribute("display", sdl.Display), Attribute("xauth", sdl.Xauthority),
        sdl.FullScreen ? Attribute("fullscreen", "yes") : null, UnlessEmpty("gl", YesNo("enable", sdl.Gl)),
    ];
}
