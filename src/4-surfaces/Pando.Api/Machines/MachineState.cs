namespace Pando.Api.Machines;

/// <summary>What is known of a machine's state, and how fresh it is. Reading it never waits for the machine.</summary>
public sealed record MachineState
{
    /// <summary>Where the machine is.</summary>
    public required MachinePhase Phase { get; init; }

    /// <summary>How it came there: a stable word such as <c>booted</c>, <c>user</c>, <c>destroyed</c>, <c>io-error</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>Since when it is there.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When the machine's process last confirmed it; absent while nothing runs.</summary>
    public DateTimeOffset? LastKnownAt { get; init; }

    /// <summary>Whether its guest agent can be talked to: <c>connected</c> or <c>disconnected</c>; absent where there is no channel for one.</summary>
    public string? Agent { get; init; }

    /// <summary>What its guest says of its memory; absent where it was not asked to, or has not said anything yet.</summary>
    public MachineGuestMemory? GuestMemory { get; init; }

    /// <summary>Since when its process does not answer; absent while it does.</summary>
    public DateTimeOffset? NotAnsweringSince { get; init; }
}
