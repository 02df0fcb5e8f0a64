using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>What sources get that leave it open: the ports of servers, and who decrypts.</summary>
internal static class SourceDefaults
{
    public static DiskSource Complete(DiskSource source)
    {
        var whole = source.Encryption is { Engine: null } encryption ? source with { Encryption = encryption with { Engine = EncryptionEngine.Qemu } } : source;
        return whole is NetworkSource network ? network with { Hosts = network.Hosts.Items.Select(host => Port(host, network.Protocol)).ToEquatableArray() } : whole;
    }

    private static SourceHost Port(SourceHost host, NetworkProtocol protocol) =>
        host.Transport == HostTransport.Unix || host.Port is not null ? host : host with { Port = Port(protocol) };

    /// <summary>The port that a protocol usually has; null where its own library knows better.</summary>
    private static int? Port(NetworkProtocol protocol) => protocol switch
    {
        NetworkProtocol.Nbd => 10809,
        NetworkProtocol.Http => 80,
        NetworkProtocol.Https => 443,
        NetworkProtocol.Ftp => 21,
        NetworkProtocol.Ftps => 990,
        NetworkProtocol.Tftp => 69,
        NetworkProtocol.Ssh => 22,
        NetworkProtocol.Gluster => 24007,
        NetworkProtocol.Iscsi => 3260,
        NetworkProtocol.Sheepdog => 7000,
        NetworkProtocol.Vxhs => 9999,
        _ => null,
    };
}
