namespace Pando.Model.Domains.Devices;

/// <summary>A VNC server.</summary>
public sealed record VncGraphics : ServedGraphics
{
    /// <summary>The port of browsers (RFC 6455); null is none, or one that is chosen at each start.</summary>
    public int? WebSocket { get; init; }

    /// <summary>Whether the port of browsers is chosen at each start.</summary>
    public bool AutoWebSocket { get; init; }

    /// <summary>What becomes of others when a client comes that wants to be alone; null leaves it to QEMU, which obeys the client.</summary>
    public VncSharePolicy? SharePolicy { get; init; }

    /// <summary>Whether clients may power off, reset and reboot the machine; null is no.</summary>
    public bool? PowerControl { get; init; }

    /// <summary>The number of the audio backend whose sound it carries; null is the first.</summary>
    public int? AudioId { get; init; }
}

/// <summary>Who may look at a VNC display at the same time.</summary>
public enum VncSharePolicy
{
    /// <summary>Many, unless a client wants to be alone.</summary>
    AllowExclusive,

    /// <summary>Many, whatever clients want: who wants to be alone is refused.</summary>
    ForceShared,

    /// <summary>Many, and nobody is asked.</summary>
    Ignore,
}
