using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using Pando.Model.Xml.Security;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>source</c> and <c>protocol</c> elements of sockets: unix, TCP, UDP.</summary>
internal static class SocketXml
{
    public static UnixBackend ReadUnix(ElementReader? source)
    {
        if (source is null)
        {
            return new UnixBackend();
        }
        var bind = Binds(source);
        var path = source.Path("path");
        // Nobody can connect to a socket that has no name; one to listen on can be named later.
        if (path is null && bind == false)
        {
            throw source.Missing("@path");
        }
        var listens = bind ?? path is null;
        var labels = DeviceSeclabelXml.Read(source);
        return path is null && !labels.IsEmpty
            ? throw source.Missing("@path")
            : new UnixBackend { Path = path, Listens = listens, Reconnect = Reconnect(source, listens), Labels = labels };
    }

    public static TcpBackend ReadTcp(ElementReader device)
    {
        var source = device.RequiredChild("source");
        var listens = Binds(source) == true;
        return new TcpBackend
        {
            Host = source.RequiredAttribute("host"),
            Service = source.RequiredAttribute("service"),
            Listens = listens,
            Protocol = device.Child("protocol")?.Word<TcpProtocol>("type") ?? TcpProtocol.Raw,
            Tls = source.YesNo("tls"),
            Reconnect = Reconnect(source, listens),
        };
    }

    public static UdpBackend ReadUdp(ElementReader device)
    {
        ElementReader? to = null;
        ElementReader? at = null;
        foreach (var source in device.Children("source"))
        {
            ref var end = ref Binds(source) == true ? ref at : ref to;
            end = end is null ? source : throw source.Fails(Errors.ErrorCodes.Definition.Repeated);
        }
        return new UdpBackend
        {
            Host = to?.Attribute("host"),
            Service = to?.RequiredAttribute("service") ?? throw device.Missing("source"),
            LocalHost = at?.Attribute("host"),
            LocalService = at?.Attribute("service"),
        };
    }

    public static IEnumerable<XElement?> Write(UnixBackend unix) => unix.Path is null ? [] :
    [
        new XElement("source", Mode(unix.Listens), Attribute("path", unix.Path), Reconnect(unix.Reconnect), DeviceSeclabelXml.Write(unix.Labels)),
    ];

    public static IEnumerable<XElement?> Write(TcpBackend tcp) =>
    [
        new XElement("source", Mode(tcp.Listens), Attribute("host", tcp.Host), Attribute("service", tcp.Service), YesNo("tls", tcp.Tls), Reconnect(tcp.Reconnect)),
        new XElement("protocol", Word<TcpProtocol>("type", tcp.Protocol)),
    ];

    public static IEnumerable<XElement?> Write(UdpBackend udp) =>
    [
        udp.LocalHost is null && udp.LocalService is null
            ? null
            : new XElement("source", Mode(true), Attribute("host", udp.LocalHost), Attribute("service", udp.LocalService)),
        new XElement("source", Mode(false), Attribute("host", udp.Host), Attribute("service", udp.Service)),
    ];

    private static bool? Binds(ElementReader source) => source.Attribute("mode") switch
    {
        null => null,
        "bind" => true,
        "connect" => false,
        var mode => throw source.BadValue("mode", mode, "bind | connect"),
    };

    private static XAttribute? Mode(bool listens) => Attribute("mode", listens ? "bind" : "connect");

    private static Reconnection? Reconnect(ElementReader source, bool listens)
    {
        if (source.Child("reconnect") is not { } reconnect)
        {
            return null;
        }
        var enabled = reconnect.YesNo("enabled") ?? throw reconnect.Missing("@enabled");
        if (enabled && listens)
        {
            throw reconnect.Conflict("source/@mode='bind'");
        }
        return new Reconnection(enabled, enabled ? reconnect.Number("timeout", 0) ?? throw reconnect.Missing("@timeout") : null);
    }

    private static XElement? Reconnect(Reconnection? reconnect) =>
        reconnect is null ? null : new XElement("reconnect", YesNo("enabled", reconnect.Enabled), Attribute("timeout", reconnect.Seconds));
}
