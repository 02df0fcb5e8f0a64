using System.Runtime.InteropServices;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>The host's end of a device that sends and takes bytes (-chardev, which takes no JSON), with the files it needs.</summary>
internal static class CharacterBackendArguments
{
    /// <summary>What a lost connection is made again after, where a definition does not say.</summary>
    private const int ReconnectSeconds = 1;

    /// <summary>The id of the host's end of a device.</summary>
    public static string Id(Device device) => $"char{ArgumentContext.Alias(device)}";

    /// <summary>The end itself is the last of the arguments.</summary>
    /// <param name="end">The end.</param>
    /// <param name="device">The device that has it.</param>
    /// <param name="context">The machine.</param>
    /// <param name="purpose">What the device is to a SPICE client: <c>vdagent</c>, <c>usbredir</c>, <c>smartcard</c>.</param>
    public static IEnumerable<QemuArgument> Of(CharacterBackend end, Device device, ArgumentContext context, string purpose = "vdagent")
    {
        List<QemuArgument> files = [];
        KeyValueForm form = end switch
        {
            NullBackend => Named("null", device),
            VirtualConsoleBackend => Named("vc", device),
            StdioBackend => Named("stdio", device),
            PtyBackend => Named("pty", device),
            FileBackend file => Named("file", device).Add("path", Handed(file.Path)).Add("append", file.Append),
            // QEMU 7.2 takes a pair of pipes only by their names.
            PipeBackend pipe => Named("pipe", device).Add("path", context.Opened.Files.ContainsKey(DeviceFiles.Key(device)) ? Handed(pipe.Path) : pipe.Path),
            DeviceBackend host => Named(device is ParallelDevice ? "parallel" : "serial", device).Add("path", Handed(host.Path)),
            UnixBackend { Labels.IsEmpty: false } when end.Labels.Items.Any(static label => label.Label is not null) => throw Refused(device, "qemu.reason.no-socket-label"),
            UnixBackend unix => Unix(unix, device, context),
            TcpBackend tcp => Tcp(tcp, device, context, files),
            UdpBackend udp => Named("udp", device)
                .Add("host", udp.Host ?? string.Empty)
                .Add("port", udp.Service)
                .Add("localaddr", udp.LocalHost ?? string.Empty)
                .Add("localport", udp.LocalService ?? "0"),
            SpiceVmcBackend => Display<SpiceGraphics>("spicevmc", device, context, "qemu.reason.no-spice").Add("name", purpose),
            SpicePortBackend port => Display<SpiceGraphics>("spiceport", device, context, "qemu.reason.no-spice").Add("name", port.Channel),
            VdAgentBackend agent => Named("qemu-vdagent", device)
                .Add("name", "vdagent")
                .Add("clipboard", agent.ClipboardCopyPaste)
                .Add("mouse", agent.MouseMode is { } mode ? mode == SpiceMouseMode.Client : null),
            DbusBackend dbus => Display<DbusGraphics>("dbus", device, context, "qemu.reason.no-dbus").Add("name", dbus.Channel),
            _ => throw new ArgumentOutOfRangeException(nameof(end), end, "A host's end that has no arguments."),
        };
        if (end.Log is { } log)
        {
            HostFile opened = HostFile.Of(DeviceFiles.LogKey(device), log.Path, context);
            files.AddRange(opened.Arguments);
            form.Add("logfile", opened.Name).Add("logappend", log.Append);
        }

        return [.. files, form.As("-chardev")];

        string Handed(string path)
        {
            HostFile opened = HostFile.Of(DeviceFiles.Key(device), path, context);
            files.AddRange(opened.Arguments);
            return opened.Name;
        }
    }

    private static KeyValueForm Named(string kind, Device device) => new KeyValueForm(kind).Add("id", Id(device));

    private static KeyValueForm Unix(UnixBackend unix, Device device, ArgumentContext context) => unix.Listens
        ? Named("socket", device).Add("fd", context.Table.Add(Listener(device, context))).Add("server", true).Add("wait", false)
        : Named("socket", device).Add("path", unix.Path).Add("reconnect", Reconnect(unix.Reconnect));

    private static KeyValueForm Tcp(TcpBackend tcp, Device device, ArgumentContext context, List<QemuArgument> before)
    {
        string? credentials = null;
        if (tcp.Tls == true || tcp.Protocol is TcpProtocol.Tls or TcpProtocol.Telnets)
        {
            before.AddRange(tcp.Listens
                ? TlsCredentials.Server(Certificates.Characters, device, context, out credentials)
                : TlsCredentials.Client(Certificates.Characters, ArgumentContext.Alias(device), context, out credentials));
            _ = credentials ?? throw Refused(device, "qemu.reason.no-certificates");
        }

        KeyValueForm form = Named("socket", device)
            .Add("host", tcp.Host)
            .Add("port", tcp.Service)
            .Add("telnet", tcp.Protocol is TcpProtocol.Telnet or TcpProtocol.Telnets ? true : null)
            .Add("tls-creds", credentials);
        return tcp.Listens ? form.Add("server", true).Add("wait", false) : form.Add("reconnect", Reconnect(tcp.Reconnect));
    }

    /// <summary>QEMU connects by itself, and again when the other side comes back, unless it is told not to.</summary>
    private static long? Reconnect(Reconnection? reconnect) => reconnect switch
    {
        null => ReconnectSeconds,
        { Enabled: true } => reconnect.Seconds ?? ReconnectSeconds,
        _ => null,
    };

    /// <summary>A channel of a display, which the machine must have.</summary>
    private static KeyValueForm Display<T>(string kind, Device device, ArgumentContext context, string reason)
        where T : GraphicsDevice =>
        context.Definition.Devices.Graphics.Items.Any(display => display is T) ? Named(kind, device) : throw Refused(device, reason);

    private static CallerException Refused(Device device, string reason) =>
        new(ErrorCodes.Qemu.CannotExpress, ("what", ArgumentContext.Alias(device)), ("reason", reason));

    private static SafeHandle Listener(Device device, ArgumentContext context) =>
        context.Opened.Listeners.GetValueOrDefault(ArgumentContext.Alias(device))
            ?? throw new ArgumentException($"No socket listens for {ArgumentContext.Alias(device)}.", nameof(device));
}
