namespace Pando.Api.Networks;

/// <summary>Ports of the host that lead to a guest of a network.</summary>
public sealed record PortForward
{
    /// <summary><c>tcp</c> or <c>udp</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>Only on this address of the host; absent: all but the loopback.</summary>
    public string? Address { get; init; }

    /// <summary>The first port of the host.</summary>
    public required int Port { get; init; }

    /// <summary>The last one; absent: the first alone.</summary>
    public int? LastPort { get; init; }

    /// <summary>The guest's address.</summary>
    public required string Target { get; init; }

    /// <summary>The guest's port for the first one; absent: the same.</summary>
    public int? TargetPort { get; init; }
}
