namespace Pando.Api.Agents;

/// <summary>Whether an agent can be talked to, as QEMU says: reading it asks nobody.</summary>
public sealed record AgentStatus
{
    /// <summary><c>none</c> (the machine has no channel for one, or is off), <c>disconnected</c> or <c>connected</c>.</summary>
    public required string State { get; init; }
}

/// <summary>An agent that has answered.</summary>
public sealed record AgentPresence
{
    /// <summary>Its release.</summary>
    public required string Version { get; init; }

    /// <summary>How long it took to answer, in milliseconds.</summary>
    public required double Milliseconds { get; init; }

    /// <summary>The commands that it takes.</summary>
    public required IReadOnlyList<string> Commands { get; init; }
}
