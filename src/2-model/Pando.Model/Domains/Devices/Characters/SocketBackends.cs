namespace Pando.Model.Domains.Devices;

/// <summary>A unix socket.</summary>
public sealed record UnixBackend : CharacterBackend
{
    /// <summary>Its path; null when one is chosen at each start.</summary>
    public string? Path { get; init; }

    /// <summary>Whether QEMU listens on it (mode bind), or connects to it.</summary>
    public bool Listens { get; init; } = true;

    /// <summary>Whether a lost connection is made again; null leaves it to Pando, which does. Only where QEMU connects.</summary>
    public Reconnection? Reconnect { get; init; }
}

/// <summary>A TCP connection.</summary>
public sealed record TcpBackend : CharacterBackend
{
    /// <summary>The host that QEMU connects to, or the address that it listens on.</summary>
    public required string Host { get; init; }

    /// <summary>The port, or the name of one.</summary>
    public required string Service { get; init; }

    /// <summary>Whether QEMU listens (mode bind), or connects.</summary>
    public bool Listens { get; init; }

    /// <summary>What is spoken above TCP.</summary>
    public TcpProtocol Protocol { get; init; } = TcpProtocol.Raw;

    /// <summary>Whether the connection is encrypted, with the certificates of this host; null is no.</summary>
    public bool? Tls { get; init; }

    /// <summary>Whether a lost connection is made again; null leaves it to Pando, which does. Only where QEMU connects.</summary>
    public Reconnection? Reconnect { get; init; }
}

/// <summary>UDP packets to and fro.</summary>
public sealed record UdpBackend : CharacterBackend
{
    /// <summary>Where packets go; null is this host.</summary>
    public string? Host { get; init; }

    /// <summary>The port where packets go, or the name of one.</summary>
    public required string Service { get; init; }

    /// <summary>The address that packets are taken at; null is every one.</summary>
    public string? LocalHost { get; init; }

    /// <summary>The port that packets are taken at; null is any that is free.</summary>
    public string? LocalService { get; init; }
}

/// <summary>What is spoken above TCP.</summary>
public enum TcpProtocol
{
    /// <summary>The bytes themselves.</summary>
    Raw,

    /// <summary>Telnet (RFC 854), so that a telnet client does not echo or wait for lines.</summary>
    Telnet,

    /// <summary>Telnet within TLS.</summary>
    Telnets,

    /// <summary>TLS, as <see cref="TcpBackend.Tls"/>.</summary>
    Tls,
}

/// <summary>Whether a connection that is lost is made again.</summary>
/// <param name="Enabled">Whether it is.</param>
/// <param name="Seconds">How long after; null where it is not.</param>
public sealed record Reconnection(bool Enabled, int? Seconds);
