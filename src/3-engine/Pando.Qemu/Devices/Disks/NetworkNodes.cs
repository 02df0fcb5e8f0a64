using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Images on other hosts: QEMU's own drivers of each protocol (qapi/block-core.json).</summary>
internal static class NetworkNodes
{
    public static JsonForm Of(NetworkSource source, StorageNode node, ArgumentContext context, List<QemuArgument> before) => source.Protocol switch
    {
        NetworkProtocol.Nbd => Nbd(source, node, context, before),
        NetworkProtocol.Http or NetworkProtocol.Https or NetworkProtocol.Ftp or NetworkProtocol.Ftps => CurlNode.Of(source, node, context, before),
        NetworkProtocol.Iscsi => Iscsi(source, node, context, before),
        NetworkProtocol.Rbd => RbdNode.Of(source, node, context, before),
        NetworkProtocol.Ssh => Ssh(source, node),
        NetworkProtocol.Nfs => Nfs(source, node),
        NetworkProtocol.Gluster => Gluster(source),
        _ => throw Refused(node, "qemu.reason.protocol-gone"),
    };

    public static CallerException Refused(StorageNode node, string reason) =>
        new(ErrorCodes.Qemu.CannotExpress, ("what", $"disk {node.Disk.TargetName}"), ("reason", reason));

    /// <summary>A server as QEMU's SocketAddress.</summary>
    private static JsonForm Address(SourceHost host) => host.SocketPath is { } socket
        ? new JsonForm().Add("type", "unix").Add("path", socket)
        : new JsonForm().Add("type", "inet").Add("host", host.Name).Add("port", ServerText.Text(host.Port ?? 0));

    private static JsonForm Nbd(NetworkSource source, StorageNode node, ArgumentContext context, List<QemuArgument> before)
    {
        string? credentials = null;
        if (source.Tls == true)
        {
            before.AddRange(TlsCredentials.Client(Certificates.Nbd, node.Name, context, out credentials));
            _ = credentials ?? throw Refused(node, "qemu.reason.no-certificates");
        }

        return new JsonForm()
            .Add("driver", "nbd")
            .Add("server", Address(source.Hosts[0]))
            .Add("export", source.Name)
            .Add("tls-creds", credentials)
            .Add("tls-hostname", source.TlsHostName)
            .Add("reconnect-delay", source.ReconnectSeconds);
    }

    private static JsonForm Iscsi(NetworkSource source, StorageNode node, ArgumentContext context, List<QemuArgument> before)
    {
        string[] parts = source.Name!.Split('/');
        if (parts.Length > 2 || (parts.Length == 2 && !int.TryParse(parts[1], CultureInfo.InvariantCulture, out _)))
        {
            throw Refused(node, "qemu.reason.iscsi-name");
        }

        string? password = null;
        if (source.Login is { } login)
        {
            before.Add(SecretArguments.Of(login.Secret, $"{node.Name}-auth", context, out password));
        }

        return new JsonForm()
            .Add("driver", "iscsi")
            .Add("transport", "tcp")
            .Add("portal", $"{ServerText.Bracketed(source.Hosts[0].Name!)}:{ServerText.Text(source.Hosts[0].Port ?? 0)}")
            .Add("target", parts[0])
            .Add("lun", parts.Length == 2 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0)
            .Add("user", source.Login?.UserName)
            .Add("password-secret", password)
            .Add("initiator-name", source.InitiatorName);
    }

    private static JsonForm Ssh(NetworkSource source, StorageNode node) => source.KnownHostsPath is not null
        ? throw Refused(node, "qemu.reason.ssh-known-hosts")
        : new JsonForm().Add("driver", "ssh").Add("path", source.Name)
            .Add("server", new JsonForm().Add("host", source.Hosts[0].Name).Add("port", ServerText.Text(source.Hosts[0].Port ?? 0)));

    private static JsonForm Nfs(NetworkSource source, StorageNode node) => new JsonForm()
        .Add("driver", "nfs")
        .Add("server", new JsonForm().Add("type", "inet").Add("host", source.Hosts[0].Name))
        .Add("path", source.Name)
        .Add("user", Id(source.Identity?.User, node))
        .Add("group", Id(source.Identity?.Group, node));

    private static JsonForm Gluster(NetworkSource source)
    {
        int slash = source.Name!.IndexOf('/', StringComparison.Ordinal);
        return new JsonForm()
            .Add("driver", "gluster")
            .Add("volume", source.Name[..slash])
            .Add("path", source.Name[(slash + 1)..])
            .Add("server", [.. source.Hosts.Items.Select(Address)]);
    }

    /// <summary>A number, behind a '+' or bare; root is 0 everywhere, and other names are those of another host.</summary>
    private static long? Id(string? name, StorageNode node) => name switch
    {
        null => null,
        "root" => 0,
        _ => uint.TryParse(name.TrimStart('+'), CultureInfo.InvariantCulture, out uint number) ? number : throw Refused(node, "qemu.reason.nfs-identity"),
    };
}
