namespace Pando.Libvirt;

/// <summary>How long a client waits, and how much it holds.</summary>
public sealed record LibvirtClientOptions
{
    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a call waits for its answer, and the end of a stream for its own. Without end unless it is said: a migration
    /// may take hours, and so may what a full disk's volume has to write.
    /// </summary>
    public TimeSpan CallLimit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// After how long a silence the server is asked whether it is still there (<c>virConnectSetKeepAlive</c>); null: never. A
    /// host that went away without a word is not noticed otherwise.
    /// </summary>
    public TimeSpan? KeepAliveInterval { get; init; }

    /// <summary>How often it may stay silent on that before the connection is ended.</summary>
    public int KeepAliveCount { get; init; } = 5;

    /// <summary>How many bytes of a stream are held that nobody has read yet, before no more are taken from the connection.</summary>
    public int StreamBufferBytes { get; init; } = 4 << 20;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
