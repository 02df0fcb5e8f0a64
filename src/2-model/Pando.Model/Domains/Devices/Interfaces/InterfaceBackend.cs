namespace Pando.Model.Domains.Devices;

/// <summary>What of the host an interface stands on, where it is not the usual.</summary>
public sealed record InterfaceBackend
{
    /// <summary>What carries a user-mode network.</summary>
    public UserNetworkProgram Program { get; init; }

    /// <summary>The node that taps are made with; null is <c>/dev/net/tun</c>.</summary>
    public string? TapPath { get; init; }

    /// <summary>The node of vhost-net; null is <c>/dev/vhost-net</c>.</summary>
    public string? VhostPath { get; init; }

    /// <summary>Where passt writes its log; null is nowhere.</summary>
    public string? LogFile { get; init; }
}

/// <summary>What carries a user-mode network.</summary>
public enum UserNetworkProgram
{
    /// <summary>QEMU itself (slirp).</summary>
    Default,

    /// <summary>The passt program.</summary>
    Passt,
}
