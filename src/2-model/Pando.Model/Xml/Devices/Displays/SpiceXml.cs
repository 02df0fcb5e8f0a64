using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>A <c>graphics type='spice'</c>.</summary>
internal static class SpiceXml
{
    // What the protocol's field holds (SPICE_MAX_PASSWORD_LENGTH).
    private const int LongestPassword = 60;

    public static SpiceGraphics Read(ElementReader display)
    {
        var listens = GraphicsListenXml.Read(display, hasSocketAttribute: false);
        var port = display.Number("port", -1, 65535);
        var tls = display.Number("tlsPort", -1, 65535);
        var auto = display.YesNo("autoport") ?? (port == -1 && tls is null or -1);
        var ports = !listens.Items.Any(listen => listen is SocketListen or NoListen);
        return new SpiceGraphics
        {
            Listens = listens,
            Port = ports && !auto && port > 0 ? port : null,
            TlsPort = ports && !auto && tls > 0 ? tls : null,
            AutoPort = ports && auto,
            Password = DisplayPasswordXml.Read(display, LongestPassword),
            Keymap = GraphicsXml.Keymap(display),
            DefaultMode = display.Word<SpiceChannelMode>("defaultMode") is { } mode and not SpiceChannelMode.Any ? mode : null,
            Channels = Channels(display),
            Image = display.Child("image")?.RequiredWord<SpiceImageCompression>("compression"),
            Jpeg = display.Child("jpeg")?.RequiredWord<SpiceCompression>("compression"),
            Zlib = display.Child("zlib")?.RequiredWord<SpiceCompression>("compression"),
            Playback = display.Child("playback") is { } playback ? playback.OnOff("compression") ?? throw playback.Missing("@compression") : null,
            Streaming = display.Child("streaming")?.RequiredWord<SpiceStreaming>("mode"),
            MouseMode = display.Child("mouse")?.RequiredWord<SpiceMouseMode>("mode"),
            ClipboardCopyPaste = display.Child("clipboard") is { } clipboard ? clipboard.YesNo("copypaste") ?? throw clipboard.Missing("@copypaste") : null,
            FileTransfer = display.Child("filetransfer") is { } transfer ? transfer.YesNo("enable") ?? throw transfer.Missing("@enable") : null,
            Gl = GraphicsXml.Gl(display),
        };
    }

    public static IEnumerable<XObject?> Write(SpiceGraphics spice, DomainXmlOptions options)
    {
        var ports = spice.Listens.IsEmpty || spice.Listens[0] is not (SocketListen or NoListen);
        // The ports of an automatic one belong to one run only.
        var known = !spice.AutoPort || options.Live;
        return
        [
            Attribute("type", "spice"),
            ports && known ? Attribute("port", spice.Port) : null,
            ports && known ? Attribute("tlsPort", spice.TlsPort) : null,
            ports ? YesNo("autoport", spice.AutoPort) : null,
            GraphicsListenXml.Attributed(spice, options),
            Attribute("keymap", spice.Keymap),
            Word("defaultMode", spice.DefaultMode),
            .. DisplayPasswordXml.Write(spice.Password, options),
            .. GraphicsListenXml.Write(spice, options),
            .. spice.Channels.Items.Select(channel => new XElement("channel", Word<SpiceChannelName>("name", channel.Name), Word<SpiceChannelMode>("mode", channel.Mode))),
            UnlessEmpty("image", Word("compression", spice.Image)),
            UnlessEmpty("jpeg", Word("compression", spice.Jpeg)),
            UnlessEmpty("zlib", Word("compression", spice.Zlib)),
            UnlessEmpty("playback", OnOff("compression", spice.Playback)),
            UnlessEmpty("streaming", Word("mode", spice.Streaming)),
            UnlessEmpty("mouse", Word("mode", spice.MouseMode)),
            UnlessEmpty("clipboard", YesNo("copypaste", spice.ClipboardCopyPaste)),
            UnlessEmpty("filetransfer", YesNo("enable", spice.FileTransfer)),
            GraphicsXml.Gl(spice.Gl),
        ];
    }

    // One that may connect in any way says nothing.
    private static EquatableArray<SpiceChannel> Channels(ElementReader display) => display.Children("channel")
        .Select(channel => new SpiceChannel(channel.RequiredWord<SpiceChannelName>("name"), channel.RequiredWord<SpiceChannelMode>("mode")))
        .Where(channel => channel.Mode != SpiceChannelMode.Any)
        .ToEquatableArray();
}
