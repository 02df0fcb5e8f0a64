using System.Text.Json;

namespace Pando.Api.Monitor;

/// <summary>What QEMU answered to a command that was sent as it is.</summary>
public sealed record MonitorAnswer
{
    /// <summary>What it returned; absent where it refused.</summary>
    public JsonElement? Return { get; init; }

    /// <summary>Why it refused.</summary>
    public MonitorError? Error { get; init; }
}

/// <summary>A refusal of QEMU's, under QEMU's own names.</summary>
public sealed record MonitorError
{
    /// <summary>Its class: <c>GenericError</c>, <c>CommandNotFound</c>…</summary>
    public required string Class { get; init; }

    /// <summary>Its sentence.</summary>
    public required string Desc { get; init; }
}

/// <summary>A line of QEMU's monitor for people.</summary>
public sealed record HumanCommandRequest
{
    /// <summary>The line: <c>info block</c>.</summary>
    public required string Command { get; init; }
}

/// <summary>What such a line printed.</summary>
public sealed record HumanCommandAnswer
{
    /// <summary>As it was printed.</summary>
    public required string Output { get; init; }
}
