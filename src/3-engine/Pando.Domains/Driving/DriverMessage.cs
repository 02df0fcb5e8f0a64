using Pando.Domains.Guests;
using Pando.Model.Domains;
using Pando.Qmp;

namespace Pando.Domains.Driving;

/// <summary>What a driver's loop is told. Only the loop changes the machine's state, on one of these.</summary>
internal abstract record DriverMessage
{
    /// <summary>Something is in the queue.</summary>
    public sealed record Wake : DriverMessage;

    /// <summary>What was being done has ended: by itself, by a failure, or cancelled.</summary>
    public sealed record OperationEnded(DomainTask? Task, OperationOutcome? Outcome, Exception? Failure) : DriverMessage;

    /// <summary>QEMU told something.</summary>
    public sealed record GuestEvent(RunningGuest Guest, QmpEvent Event) : DriverMessage;

    /// <summary>QEMU's answer to "are you there".</summary>
    /// <param name="Guest">Which process was asked.</param>
    /// <param name="Status">QEMU's word for its run state; null when it did not answer in time.</param>
    public sealed record Heartbeat(RunningGuest Guest, RunState? Status) : DriverMessage;

    /// <summary>QEMU was asked whether the guest's end of the agent's channel is open.</summary>
    public sealed record AgentLearned(RunningGuest Guest, bool Open) : DriverMessage;

    /// <summary>Something is done to the guest past what Pando knows of it.</summary>
    public sealed record Tainted(RunningGuest Guest, Taint Taint) : DriverMessage;

    /// <summary>The agent of the guest may take so long from now on.</summary>
    public sealed record AgentLimited(RunningGuest Guest, TimeSpan? Limit, TaskCompletionSource<DomainView> Answer) : DriverMessage;

    /// <summary>The guest told of its memory, or does so no longer.</summary>
    public sealed record MemoryTold(RunningGuest Guest, GuestMemory? Memory) : DriverMessage;

    /// <summary>Somebody came to a console or left it.</summary>
    public sealed record ConsolesChanged(RunningGuest Guest) : DriverMessage;

    /// <summary>A program beside a QEMU that goes on has ended.</summary>
    public sealed record SideProcessEnded(RunningGuest Guest, SideProcess Process) : DriverMessage;

    /// <summary>The QEMU process has ended.</summary>
    public sealed record ProcessEnded(RunningGuest Guest) : DriverMessage;

    /// <summary>Another definition was stored, or the facts beside it.</summary>
    public sealed record Redefined(DomainDefinition Asked, int Version, bool Autostart, TaskCompletionSource<DomainView> Answer) : DriverMessage;

    /// <summary>Whoever waits for this knows that all before it was handled.</summary>
    public sealed record Drain(TaskCompletionSource Answer) : DriverMessage;
}

/// <summary>What an operation leads to.</summary>
internal abstract record OperationOutcome
{
    /// <summary>A process runs.</summary>
    public sealed record Started(RunningGuest Guest, bool Paused, bool Restored = false) : OperationOutcome;

    /// <summary>No process is left.</summary>
    public sealed record Stopped(DomainPhaseReason Reason) : OperationOutcome;

    /// <summary>The machine is in this phase now, as far as the command tells.</summary>
    public sealed record Became(DomainPhase Phase, DomainPhaseReason Reason) : OperationOutcome;

    /// <summary>The command was carried out; what comes of it QEMU tells by itself.</summary>
    /// <param name="GuestDoesItAll">Whether the guest restarts by itself, without a shutdown that we answer with a reset.</param>
    public sealed record Asked(bool GuestDoesItAll = false) : OperationOutcome;

    /// <summary>Devices of the running machine have changed.</summary>
    public sealed record Changed(string What, IReadOnlyList<string> Aliases) : OperationOutcome;

    /// <summary>The machine is in the phase that it was in before.</summary>
    public sealed record WentOn : OperationOutcome;

    /// <summary>There is no managed save any more.</summary>
    public sealed record SaveDropped : OperationOutcome;

    /// <summary>The definition is in the trash.</summary>
    public sealed record Undefined : OperationOutcome;
}
