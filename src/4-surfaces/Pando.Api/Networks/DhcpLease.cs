namespace Pando.Api.Networks;

/// <summary>An address that a network's server has given to a guest.</summary>
public sealed record DhcpLease
{
    /// <summary>The address.</summary>
    public required string Address { get; init; }

    /// <summary><c>ipv4</c> or <c>ipv6</c>.</summary>
    public required string Family { get; init; }

    /// <summary>The guest's card; absent where an IPv6 client does not say it.</summary>
    public string? Mac { get; init; }

    /// <summary>Until when; absent for ever.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What the guest calls itself.</summary>
    public string? HostName { get; init; }

    /// <summary>How it names itself to the server: its client id, or its DUID.</summary>
    public string? ClientId { get; init; }
}
