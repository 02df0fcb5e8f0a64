namespace Pando.Api.Agents;

/// <summary>Whether an agent can be talked to, as QEMU says: reading it asks nobody.</summary>
public sealed record AgentStatus
{
    /// <summary><c>none</c> (the machine has no channel for one, or is off), <c>disconnected</c> or <c>connected</c>.</summary>
    public required string State { get; init; }

    /// <summary>How many seconds it may take for a command that names no limit; absent where that was not changed.</summary>
    public double? LimitSeconds { get; init; }
}

/// <summary>How long an agent may take.</summary>
public sealed record AgentLimitRequest
{
    /// <summary>How many seconds, an hour at most; absent is the daemon's own limit again.</summary>
    public double? Seconds { get; init; }
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
