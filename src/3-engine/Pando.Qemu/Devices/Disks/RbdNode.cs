using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>An image of a Ceph cluster.</summary>
internal static class RbdNode
{
    public static JsonForm Of(NetworkSource source, StorageNode node, ArgumentContext context, List<QemuArgument> before)
    {
        // pool/image, or pool/namespace/image.
        string[] parts = source.Name?.Split('/') ?? [];
        if (parts.Length is not (2 or 3))
        {
            throw NetworkNodes.Refused(node, "qemu.reason.rbd-name");
        }

        string? key = null;
        if (source.Login is { } login)
        {
            before.Add(SecretArguments.Of(login.Secret, $"{node.Name}-auth", context, out key));
        }

        IReadOnlyList<JsonForm> hosts =
            [.. source.Hosts.Items.Select(host => new JsonForm().Add("host", host.Name).Add("port", ServerText.Text(host.Port ?? 0)))];
        return new JsonForm()
            .Add("driver", "rbd")
            .Add("pool", parts[0])
            .Add("namespace", parts.Length == 3 ? parts[1] : null)
            .Add("image", parts[^1])
            .Add("snapshot", source.Snapshot)
            .Add("conf", source.ConfigPath)
            .Add("server", hosts)
            .Add("user", source.Login?.UserName)
            .Add("key-secret", key);
    }
}
