namespace Pando.Api.Networks;

/// <summary>A virtual network.</summary>
public sealed record Network
{
    /// <summary>Its uuid.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name, which interfaces of machines say.</summary>
    public required string Name { get; init; }

    /// <summary><c>active</c> or <c>inactive</c>.</summary>
    public required string State { get; init; }

    /// <summary>Whether it starts with the host.</summary>
    public bool Autostart { get; init; }

    /// <summary>Whether it is stored: one that is not is gone when it is stopped.</summary>
    public bool Persistent { get; init; }

    /// <summary>The version of its definition; absent for one that is not stored.</summary>
    public int? Version { get; init; }

    /// <summary>How guests reach what is outside: <c>nat</c>, <c>route</c>, <c>open</c>, <c>bridge</c>…; <c>isolated</c> where they do not.</summary>
    public required string Forward { get; init; }

    /// <summary>The bridge that its guests are on.</summary>
    public string? Bridge { get; init; }

    /// <summary>The host's cards that it goes through.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>The virtual functions that it gives to machines, while it is active.</summary>
    public IReadOnlyList<NetworkFunction> Functions { get; init; } = [];

    /// <summary>The host's addresses on it, with their prefixes: <c>192.168.122.1/24</c>.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>The DNS domain of its guests.</summary>
    public string? Domain { get; init; }

    /// <summary>The largest packet in bytes, where the definition says it.</summary>
    public int? Mtu { get; init; }

    /// <summary>Since when it is active.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}
