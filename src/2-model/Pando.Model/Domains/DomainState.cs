namespace Pando.Model.Domains;

/// <summary>
/// What is observed of a machine: published by reference swap, read by anybody without waiting, however the machine is.
/// </summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Reason">Why.</param>
/// <param name="Since">When the phase began.</param>
/// <param name="LastKnownAt">When QEMU or the kernel last confirmed this; for a machine that is off, when it became so.</param>
/// <param name="NotAnsweringSince">Since when QEMU does not answer; null while it does.</param>
/// <param name="LastFailure">The sentence of what went wrong last (English), such as why a start failed; null when nothing did.</param>
public sealed record DomainState(
    DomainPhase Phase, DomainPhaseReason Reason, DateTimeOffset Since, DateTimeOffset LastKnownAt,
    DateTimeOffset? NotAnsweringSince = null, string? LastFailure = null)
{
    /// <summary>Whether an agent in the guest can be talked to.</summary>
    public GuestAgentState Agent { get; init; }

    /// <summary>The memory that the balloon leaves the guest, in KiB, as QEMU told last; null until it has told.</summary>
    public long? BalloonKiB { get; init; }

    /// <summary>What the guest says of its memory; null where it was not asked to, or has not said anything yet.</summary>
    public GuestMemory? GuestMemory { get; init; }

    /// <summary>Whether a process belongs to the machine now.</summary>
    public bool HasProcess => Phase is not (DomainPhase.Off or DomainPhase.Removing);
}
