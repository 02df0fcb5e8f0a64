namespace Pando.Api.Networks;

/// <summary>A place that the packets of a guest come by.</summary>
public sealed record TraceHop
{
    /// <summary>Which: <c>card</c>, <c>tap</c>, <c>bridge</c>, <c>port</c>, <c>vlan</c>, <c>sender</c>, <c>filter</c>, <c>address</c>, <c>server</c>, <c>rules</c>, <c>forwarding</c>, <c>route</c>, <c>zone</c>, <c>verdict</c>, <c>nat</c>, <c>uplink</c>, <c>gateway</c>, <c>destination</c>, <c>names</c>; <c>switch</c> on Open vSwitch.</summary>
    public required string Hop { get; init; }

    /// <summary>Its name, in the reader's language.</summary>
    public required string Name { get; init; }

    /// <summary><c>pass</c>, <c>warn</c> or <c>fail</c>; a fail is the last one.</summary>
    public required string Status { get; init; }

    /// <summary>The name of what was found.</summary>
    public required string Finding { get; init; }

    /// <summary>What was found, in the reader's language.</summary>
    public required string Text { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Fix { get; init; }
}
