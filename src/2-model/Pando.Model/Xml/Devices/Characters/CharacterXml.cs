using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using Pando.Model.Xml.Security;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The host's end of a device: its <c>type</c>, and its elements <c>source</c>, <c>protocol</c> and <c>log</c>.</summary>
internal static class CharacterXml
{
    private const string Kinds =
        "null | vc | pty | dev | file | pipe | stdio | udp | tcp | unix | spicevmc | spiceport | qemu-vdagent | dbus";

    /// <summary>Reads the end of a device.</summary>
    /// <param name="device">The element that has the <c>type</c>.</param>
    public static CharacterBackend Read(ElementReader device)
    {
        var kind = device.RequiredAttribute("type");
        // Old clients look for the terminal here; it is the one of <source> again.
        device.Ignore("tty");
        CharacterBackend end = kind switch
        {
            "null" => new NullBackend(),
            "vc" => new VirtualConsoleBackend(),
            "stdio" => new StdioBackend(),
            "pty" => new PtyBackend { Path = device.Child("source")?.Path("path") },
            "file" => File(device.RequiredChild("source")),
            "pipe" => new PipeBackend { Path = RequiredPath(device.RequiredChild("source")), Labels = DeviceSeclabelXml.Read(device.RequiredChild("source")) },
            "dev" => new DeviceBackend { Path = RequiredPath(device.RequiredChild("source")), Labels = DeviceSeclabelXml.Read(device.RequiredChild("source")) },
            "unix" => SocketXml.ReadUnix(device.Child("source")),
            "tcp" => SocketXml.ReadTcp(device),
            "udp" => SocketXml.ReadUdp(device),
            "spicevmc" => new SpiceVmcBackend(),
            "spiceport" => new SpicePortBackend { Channel = device.RequiredChild("source").RequiredAttribute("channel") },
            "qemu-vdagent" => Agent(device.Child("source")),
            "dbus" => new DbusBackend { Channel = device.Child("source")?.Attribute("channel") },
            _ => throw device.BadValue("type", kind, Kinds),
        };
        return device.Child("log") is { } log ? end with { Log = new CharacterLog(RequiredPath(log, "file"), log.OnOff("append")) } : end;
    }

    /// <summary>The word of its <c>type</c>.</summary>
    public static string Kind(CharacterBackend end) => end switch
    {
        NullBackend => "null",
        VirtualConsoleBackend => "vc",
        StdioBackend => "stdio",
        PtyBackend => "pty",
        FileBackend => "file",
        PipeBackend => "pipe",
        DeviceBackend => "dev",
        UnixBackend => "unix",
        TcpBackend => "tcp",
        UdpBackend => "udp",
        SpiceVmcBackend => "spicevmc",
        SpicePortBackend => "spiceport",
        VdAgentBackend => "qemu-vdagent",
        DbusBackend => "dbus",
        _ => throw new ArgumentOutOfRangeException(nameof(end), end, null),
    };

    /// <summary>Its elements. A pseudo terminal is made anew for each run; a socket stays where it was put.</summary>
    public static IEnumerable<XElement?> Write(CharacterBackend end, DomainXmlOptions options) =>
    [
        .. Source(end, options),
        end.Log is { } log ? new XElement("log", Attribute("file", log.Path), OnOff("append", log.Append)) : null,
    ];

    private static IEnumerable<XElement?> Source(CharacterBackend end, DomainXmlOptions options) => end switch
    {
        PtyBackend { Path: { } path } when options.Live => [new XElement("source", Attribute("path", path))],
        FileBackend file => [new XElement("source", Attribute("path", file.Path), OnOff("append", file.Append), DeviceSeclabelXml.Write(file.Labels))],
        PipeBackend pipe => [new XElement("source", Attribute("path", pipe.Path), DeviceSeclabelXml.Write(pipe.Labels))],
        DeviceBackend device => [new XElement("source", Attribute("path", device.Path), DeviceSeclabelXml.Write(device.Labels))],
        UnixBackend unix => SocketXml.Write(unix),
        TcpBackend tcp => SocketXml.Write(tcp),
        UdpBackend udp => SocketXml.Write(udp),
        SpicePortBackend port => [new XElement("source", Attribute("channel", port.Channel))],
        VdAgentBackend agent => [UnlessEmpty("source", Clipboard(agent.ClipboardCopyPaste), Mouse(agent.MouseMode))],
        DbusBackend dbus => [UnlessEmpty("source", Attribute("channel", dbus.Channel))],
        _ => [],
    };

    private static FileBackend File(ElementReader source) => new() { Path = RequiredPath(source), Append = source.OnOff("append"), Labels = DeviceSeclabelXml.Read(source) };

    private static VdAgentBackend Agent(ElementReader? source) => new()
    {
        ClipboardCopyPaste = source?.Child("clipboard")?.YesNo("copypaste"),
        MouseMode = source?.Child("mouse")?.Word<SpiceMouseMode>("mode"),
    };

    private static XElement? Clipboard(bool? copyPaste) => UnlessEmpty("clipboard", YesNo("copypaste", copyPaste));

    private static XElement? Mouse(SpiceMouseMode? mode) => UnlessEmpty("mouse", Word("mode", mode));

    private static string RequiredPath(ElementReader element, string attribute = "path") => element.Path(attribute) ?? throw element.Missing("@" + attribute);
}
