using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The host's end of a <c>serial</c>, <c>console</c> or <c>channel</c>.</summary>
internal static class CharacterXml
{
    public static CharacterBackend Read(ElementReader device)
    {
        var kind = device.RequiredAttribute("type");
        var source = device.Child("source");
        return kind switch
        {
            "pty" => new PtyBackend { Path = source?.Path("path") },
            "unix" => Unix(source),
            _ => throw device.BadValue("type", kind, "pty | unix"),
        };
    }

    public static string Kind(CharacterBackend backend) => backend is PtyBackend ? "pty" : "unix";

    /// <summary>A pseudo terminal is made anew for each run; a socket stays where it was put.</summary>
    public static XElement? Write(CharacterBackend backend, DomainXmlOptions options) => backend switch
    {
        PtyBackend { Path: { } path } when options.Live => new XElement("source", Attribute("path", path)),
        UnixBackend { Path: { } path } unix => new XElement("source", Attribute("mode", unix.Listens ? "bind" : "connect"), Attribute("path", path)),
        _ => null,
    };

    private static UnixBackend Unix(ElementReader? source)
    {
        var mode = source?.Attribute("mode");
        var path = source?.Path("path");
        if (mode is not (null or "bind" or "connect"))
        {
            throw source!.BadValue("mode", mode, "bind | connect");
        }
        // Nobody can connect to a socket that has no name; one to listen on can be named later.
        return path is not null || mode is null or "bind"
            ? new UnixBackend { Path = path, Listens = path is null || mode == "bind" }
            : throw source!.Missing("@path");
    }
}
