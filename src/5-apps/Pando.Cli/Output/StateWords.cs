using Pando.Api.Machines;

namespace Pando.Cli.Output;

/// <summary>A machine's state in words: virsh's where it has one.</summary>
internal static class StateWords
{
    public static string Of(Run run, MachinePhase phase) => run.Texts[phase switch
    {
        MachinePhase.ShutOff => "machine.phase.shut-off",
        MachinePhase.Starting => "machine.phase.starting",
        MachinePhase.Running => "machine.phase.running",
        MachinePhase.Paused => "machine.phase.paused",
        MachinePhase.Stopping => "machine.phase.stopping",
        MachinePhase.GuestShutDown => "machine.phase.guest-shut-down",
        MachinePhase.Crashed => "machine.phase.crashed",
        MachinePhase.PmSuspended => "machine.phase.pm-suspended",
        MachinePhase.Unrecorded => "machine.phase.unrecorded",
        _ => "machine.phase.being-removed",
    }];

    /// <summary>The state, and since when it is not confirmed any more where that is so.</summary>
    public static string Of(Run run, MachineState state) => state.NotAnsweringSince is { } since
        ? run.Texts["machine.not-answering", ("state", Of(run, state.Phase)), ("since", run.Around.Time.Recently(since))]
        : Of(run, state.Phase);

    /// <summary>The state of a machine in a list: one whose memory waits is off and not lost.</summary>
    public static Cell Cell(Run run, MachineSummary machine) => new(
        machine is { ManagedSave: true, State.Phase: MachinePhase.ShutOff } ? run.Texts["machine.phase.saved"] : Of(run, machine.State),
        Paint(run.Colours, machine.State));

    public static Func<string, string>? Paint(Colours colours, MachineState state) => state switch
    {
        { NotAnsweringSince: not null } or { Phase: MachinePhase.Crashed or MachinePhase.Unrecorded } => colours.Bad,
        { Phase: MachinePhase.Running } => colours.Good,
        { Phase: MachinePhase.ShutOff } => colours.Faint,
        _ => colours.Warning,
    };
}
