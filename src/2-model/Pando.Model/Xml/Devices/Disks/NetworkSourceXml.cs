using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>A disk's <c>source</c> on another host.</summary>
internal static class NetworkSourceXml
{
    public static NetworkSource Read(ElementReader source)
    {
        var protocol = source.RequiredWord<NetworkProtocol>("protocol");
        var web = protocol is NetworkProtocol.Http or NetworkProtocol.Https;
        var curl = web || protocol is NetworkProtocol.Ftp or NetworkProtocol.Ftps;
        var name = protocol is NetworkProtocol.Nbd or NetworkProtocol.Rbd ? source.Attribute("name") : source.RequiredAttribute("name");
        return Checked(source, new NetworkSource
        {
            Protocol = protocol,
            Name = name,
            Query = web ? source.Attribute("query") : null,
            Hosts = source.Children("host").Select(Host).ToEquatableArray(),
            Tls = protocol is NetworkProtocol.Nbd or NetworkProtocol.Vxhs ? source.YesNo("tls") : null,
            TlsHostName = protocol == NetworkProtocol.Nbd ? source.Attribute("tlsHostname") : null,
            Snapshot = protocol == NetworkProtocol.Rbd ? source.Child("snapshot")?.RequiredAttribute("name") : null,
            ConfigPath = protocol == NetworkProtocol.Rbd ? source.Child("config")?.Path("file") : null,
            Login = LoginXml.Read(source, protocol),
            InitiatorName = protocol == NetworkProtocol.Iscsi ? source.Child("initiator")?.RequiredChild("iqn").RequiredAttribute("name") : null,
            VerifiesCertificate = protocol is NetworkProtocol.Https or NetworkProtocol.Ftps ? source.Child("ssl")?.YesNo("verify") : null,
            Cookies = web ? CookiesXml.Read(source) : [],
            ReadAheadBytes = curl ? source.Child("readahead")?.LongNumber("size", 1, long.MaxValue) : null,
            TimeoutSeconds = curl ? source.Child("timeout")?.Number("seconds", 1) : null,
            ReconnectSeconds = protocol == NetworkProtocol.Nbd ? source.Child("reconnect")?.Number("delay", 1) : null,
            Identity = protocol == NetworkProtocol.Nfs && source.Child("identity") is { } identity ? new NfsIdentity(identity.Attribute("user"), identity.Attribute("group")) : null,
            KnownHostsPath = protocol == NetworkProtocol.Ssh ? source.Child("knownHosts")?.Path("path") : null,
        });
    }

    public static IEnumerable<XObject?> Write(NetworkSource source, DomainXmlOptions options) =>
    [
        Word<NetworkProtocol>("protocol", source.Protocol),
        Attribute("name", source.Name),
        Attribute("query", source.Query),
        YesNo("tls", source.Tls),
        Attribute("tlsHostname", source.TlsHostName),
        .. source.Hosts.Items.Select(host => new XElement("host",
            Word("transport", host.Transport), Attribute("name", host.Name), Attribute("port", host.Port), Attribute("socket", host.SocketPath))),
        UnlessEmpty("snapshot", Attribute("name", source.Snapshot)),
        UnlessEmpty("config", Attribute("file", source.ConfigPath)),
        LoginXml.Write(source.Login),
        source.InitiatorName is null ? null : new XElement("initiator", new XElement("iqn", Attribute("name", source.InitiatorName))),
        UnlessEmpty("ssl", YesNo("verify", source.VerifiesCertificate)),
        options.IncludeSecrets ? CookiesXml.Write(source.Cookies) : null,
        UnlessEmpty("readahead", Attribute("size", source.ReadAheadBytes)),
        UnlessEmpty("timeout", Attribute("seconds", source.TimeoutSeconds)),
        UnlessEmpty("reconnect", Attribute("delay", source.ReconnectSeconds)),
        source.Identity is null ? null : new XElement("identity", Attribute("user", source.Identity.User), Attribute("group", source.Identity.Group)),
        UnlessEmpty("knownHosts", Attribute("path", source.KnownHostsPath)),
    ];

    private static SourceHost Host(ElementReader host)
    {
        var transport = host.Word<HostTransport>("transport");
        if (transport == HostTransport.Unix)
        {
            return new SourceHost(transport, null, SocketPath: host.Path("socket") ?? throw host.Missing("@socket"));
        }
        // A name goes to a resolver and into URLs: nothing that could end it there.
        var name = host.Plain("name", static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or ':' or '%', "A-Z a-z 0-9 . - _ :");
        return new SourceHost(transport, name ?? throw host.Missing("@name"), host.Number("port", 1, 65535));
    }

    /// <summary>What the protocols themselves rule out.</summary>
    private static NetworkSource Checked(ElementReader source, NetworkSource read)
    {
        var several = read.Protocol is NetworkProtocol.Rbd or NetworkProtocol.Gluster or NetworkProtocol.Sheepdog;
        if (read.Hosts.IsEmpty && read.Protocol is not (NetworkProtocol.Rbd or NetworkProtocol.Sheepdog))
        {
            throw source.Missing("host");
        }
        if (read.Hosts.Count > 1 && !several)
        {
            throw source.Children("host")[1].Conflict("host[1]");
        }
        var hosts = source.Children("host");
        for (var i = 0; i < hosts.Count; i++)
        {
            var transport = read.Hosts[i].Transport;
            if (transport == HostTransport.Unix && read.Protocol is not (NetworkProtocol.Nbd or NetworkProtocol.Gluster))
            {
                throw hosts[i].BadValue("transport", "unix", "tcp");
            }
            if (transport == HostTransport.Rdma && read.Protocol != NetworkProtocol.Gluster)
            {
                throw hosts[i].BadValue("transport", "rdma", "tcp | unix");
            }
        }
        if (read.Protocol is NetworkProtocol.Gluster && read.Name?.Contains('/', StringComparison.Ordinal) != true)
        {
            throw source.BadValue("name", read.Name!, "VOLUME/IMAGE");
        }
        return read;
    }
}
