namespace Pando.Model.Domains.Devices;

/// <summary>A disk on another host, reached by QEMU itself.</summary>
public sealed record NetworkSource : DiskSource
{
    /// <summary>The protocol.</summary>
    public required NetworkProtocol Protocol { get; init; }

    /// <summary>What it is called there: an export (nbd), pool/image (rbd), target/LUN (iscsi), a path.</summary>
    public string? Name { get; init; }

    /// <summary>What follows a '?' behind the path (http, https).</summary>
    public string? Query { get; init; }

    /// <summary>The servers. Those of rbd and gluster are one cluster; others have one.</summary>
    public EquatableArray<SourceHost> Hosts { get; init; }

    /// <summary>Whether the connection is encrypted (nbd, vxhs); null is not.</summary>
    public bool? Tls { get; init; }

    /// <summary>The name that the server's certificate is to have (nbd); null is the host's.</summary>
    public string? TlsHostName { get; init; }

    /// <summary>The snapshot of the image (rbd).</summary>
    public string? Snapshot { get; init; }

    /// <summary>The configuration of the cluster (rbd).</summary>
    public string? ConfigPath { get; init; }

    /// <summary>Who logs in (rbd, iscsi, http, https, ftp, ftps, ssh).</summary>
    public SourceLogin? Login { get; init; }

    /// <summary>The name we go by (iscsi).</summary>
    public string? InitiatorName { get; init; }

    /// <summary>Whether the server's certificate is checked (https, ftps); null is yes.</summary>
    public bool? VerifiesCertificate { get; init; }

    /// <summary>What is sent along (http, https).</summary>
    public EquatableArray<SourceCookie> Cookies { get; init; }

    /// <summary>How much is read ahead, in bytes (http, https, ftp, ftps).</summary>
    public long? ReadAheadBytes { get; init; }

    /// <summary>How long an answer may take, in seconds (http, https, ftp, ftps).</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>For how long a lost connection is made anew, in seconds (nbd).</summary>
    public int? ReconnectSeconds { get; init; }

    /// <summary>As whom the files are used (nfs); names, or numbers behind a '+'.</summary>
    public NfsIdentity? Identity { get; init; }

    /// <summary>The file of known host keys (ssh).</summary>
    public string? KnownHostsPath { get; init; }
}

/// <summary>How a disk on another host is reached.</summary>
public enum NetworkProtocol
{
    /// <summary>Network Block Device.</summary>
    Nbd,

    /// <summary>Ceph's block devices.</summary>
    Rbd,

    /// <summary>Sheepdog, which QEMU has no more.</summary>
    Sheepdog,

    /// <summary>Gluster.</summary>
    Gluster,

    /// <summary>iSCSI.</summary>
    Iscsi,

    /// <summary>HTTP, read only.</summary>
    Http,

    /// <summary>HTTPS, read only.</summary>
    Https,

    /// <summary>FTP, read only.</summary>
    Ftp,

    /// <summary>FTP over TLS, read only.</summary>
    Ftps,

    /// <summary>TFTP, which QEMU has no more.</summary>
    Tftp,

    /// <summary>SSH.</summary>
    Ssh,

    /// <summary>Veritas HyperScale, which QEMU has no more.</summary>
    Vxhs,

    /// <summary>NFS, by QEMU's own client.</summary>
    Nfs,
}

/// <summary>A server of a disk.</summary>
/// <param name="Transport">How it is reached; null is TCP.</param>
/// <param name="Name">Its name or address; null for a unix socket.</param>
/// <param name="Port">Its port; null is the protocol's own.</param>
/// <param name="SocketPath">Its unix socket.</param>
public sealed record SourceHost(HostTransport? Transport, string? Name, int? Port = null, string? SocketPath = null);

/// <summary>How a server is reached.</summary>
public enum HostTransport
{
    /// <summary>TCP.</summary>
    Tcp,

    /// <summary>A unix socket.</summary>
    Unix,

    /// <summary>RDMA.</summary>
    Rdma,
}

/// <summary>Who logs in, and by which secret.</summary>
/// <param name="UserName">The user.</param>
/// <param name="Kind">What the secret is for: <c>ceph</c> or <c>iscsi</c>; null where it does not matter.</param>
/// <param name="Secret">The secret.</param>
public sealed record SourceLogin(string UserName, string? Kind, SecretReference Secret);

/// <summary>A cookie of HTTP.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, which may let somebody in: no <c>ToString</c> shows it.</param>
public sealed record SourceCookie(string Name, Secret Value);

/// <summary>As whom files on an NFS server are used.</summary>
/// <param name="User">A name, or a number behind a '+'.</param>
/// <param name="Group">A name, or a number behind a '+'.</param>
public sealed record NfsIdentity(string? User, string? Group);
