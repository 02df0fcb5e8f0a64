using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>graphics</c> element, of every type.</summary>
internal static class GraphicsXml
{
    private static readonly Func<char, bool> KeymapLetter = static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_';

    public static GraphicsDevice Read(ElementReader display)
    {
        var kind = display.RequiredAttribute("type");
        GraphicsDevice read = kind switch
        {
            "vnc" => VncXml.Read(display),
            "spice" => SpiceXml.Read(display),
            "egl-headless" => new EglHeadlessGraphics { RenderNode = display.Child("gl")?.Path("rendernode") },
            "dbus" => LocalGraphicsXml.ReadDbus(display),
            "sdl" => LocalGraphicsXml.ReadSdl(display),
            _ => throw display.BadValue("type", kind, "vnc | spice | egl-headless | dbus | sdl"),
        };
        return read with { Alias = PlaceXml.Alias(display) };
    }

    public static XElement Write(GraphicsDevice display, DomainXmlOptions options) => new("graphics",
        display switch
        {
            VncGraphics vnc => VncXml.Write(vnc, options),
            SpiceGraphics spice => SpiceXml.Write(spice, options),
            EglHeadlessGraphics egl => [Attribute("type", "egl-headless"), UnlessEmpty("gl", Attribute("rendernode", egl.RenderNode))],
            DbusGraphics dbus => LocalGraphicsXml.Write(dbus),
            SdlGraphics sdl => LocalGraphicsXml.Write(sdl),
            _ => throw new ArgumentOutOfRangeException(nameof(display), display, null),
        },
        PlaceXml.Write(display, options with { Live = options is { Live: true, ForClients: false } }));

    /// <summary>The keyboard layout.</summary>
    public static string? Keymap(ElementReader display) => display.Plain("keymap", KeymapLetter, "a-z -", 16);

    /// <summary>The <c>gl</c> element.</summary>
    public static DisplayGl? Gl(ElementReader display) => display.Child("gl") is not { } gl
        ? null
        : new DisplayGl(gl.YesNo("enable") ?? throw gl.Missing("@enable"), gl.Path("rendernode"));

    /// <inheritdoc cref="Gl(ElementReader)"/>
    public static XElement? Gl(DisplayGl? gl) => gl is null ? null : new XElement("gl", YesNo("enable", gl.Enabled), Attribute("rendernode", gl.RenderNode));
}
