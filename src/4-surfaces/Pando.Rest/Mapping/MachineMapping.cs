using System.Globalization;
using Pando.Api.Machines;
using Pando.Domains;
using Pando.Model.Domains;
using Pando.Model.Host;

namespace Pando.Rest.Mapping;

/// <summary>Machines in the contract's words.</summary>
internal static class MachineMapping
{
    /// <summary>A line of a list.</summary>
    public static MachineSummary Summary(DomainView view, IReadOnlyList<string>? addresses)
    {
        var definition = view.Definition;
        return new MachineSummary
        {
            Id = view.Id.ToString(),
            Name = view.Name,
            Title = definition.Title,
            State = State(view.State),
            Persistent = view.Persistent,
            Autostart = view.Autostart,
            ManagedSave = view.ManagedSave,
            MemoryKiB = definition.MemoryKiB,
            Vcpus = definition.Vcpus,
            Addresses = addresses,
        };
    }

    /// <summary>All of it.</summary>
    public static Machine Whole(DomainView view, CultureInfo culture)
    {
        var definition = view.Definition;
        return new Machine
        {
            Id = view.Id.ToString(),
            Name = view.Name,
            Number = view.Live?.Number,
            Title = definition.Title,
            Description = definition.Description,
            State = State(view.State),
            Persistent = view.Persistent,
            Autostart = view.Autostart,
            ManagedSave = view.ManagedSave,
            Version = view.Version,
            MemoryKiB = definition.MemoryKiB,
            CurrentMemoryKiB = view.State.BalloonKiB ?? definition.CurrentMemoryKiB,
            Vcpus = definition.Vcpus,
            CurrentVcpus = definition.VcpusCurrent,
            AbsentDevices = view.Live is { AbsentDevices: { IsEmpty: false } absent } ? [.. absent] : null,
            UnplugAsked = view.Live is { UnplugAsked: { IsEmpty: false } asked } ? [.. asked] : null,
            // A machine that is off has none: which it will get is found when it starts.
            Accelerator = view.Live is { } live ? HostMapping.Word(live.Accelerator.Accelerator) : null,
            AcceleratorNotice = view.Live is { } running ? HostTexts.AcceleratorNotice(running.Accelerator, culture) : null,
            Pid = view.Live?.Process.Pid,
            StartedAt = view.Live?.StartedAt,
            Taints = [.. (view.Live?.Taints ?? []).Select(Taints.Word)],
            SideProcesses = [.. (view.Live?.SideProcesses ?? []).Select(side => SideProcess(side, view.EndedBeside))],
            Confinement = view.Live is { Confinement: { } confinement } confined ? ConfinementMapping.Of(confinement, confined.Definition) : null,
            Os = DeviceMapping.Os(definition),
            Disks = DeviceMapping.Disks(definition),
            Interfaces = DeviceMapping.Interfaces(definition),
            Graphics = DeviceMapping.Graphics(definition),
            Consoles = DeviceMapping.Consoles(definition, view.ConsolesInUse),
            Devices = DeviceMapping.Others(definition),
        };
    }

    private static MachineSideProcess SideProcess(SideProcess side, IReadOnlyCollection<string> ended) => new()
    {
        Kind = side.Kind,
        Device = side.Name,
        Pid = side.Process.Pid,
        Running = !ended.Contains(side.Name, StringComparer.Ordinal),
    };

    /// <summary>The contract's word for a phase.</summary>
    public static MachinePhase Phase(DomainPhase phase) => phase switch
    {
        DomainPhase.Off => MachinePhase.ShutOff,
        DomainPhase.Starting => MachinePhase.Starting,
        DomainPhase.Running => MachinePhase.Running,
        DomainPhase.Paused => MachinePhase.Paused,
        DomainPhase.GuestOff => MachinePhase.GuestShutDown,
        DomainPhase.Crashed => MachinePhase.Crashed,
        DomainPhase.Stopping => MachinePhase.Stopping,
        DomainPhase.Unrecorded => MachinePhase.Unrecorded,
        DomainPhase.Removing => MachinePhase.BeingRemoved,
        DomainPhase.PmSuspended => MachinePhase.PmSuspended,
        _ => throw new ArgumentOutOfRangeException(nameof(phase)),
    };

    private static MachineState State(DomainState state) => new()
    {
        Phase = Phase(state.Phase),
        Reason = EnumWords<DomainPhaseReason>.KebabOf(state.Reason),
        Since = state.Since,
        LastKnownAt = state.HasProcess ? state.LastKnownAt : null,
        Agent = state.Agent == GuestAgentState.None ? null : EnumWords<GuestAgentState>.KebabOf(state.Agent),
        GuestMemory = state.GuestMemory is { } memory ? Memory(memory) : null,
        NotAnsweringSince = state.NotAnsweringSince,
    };

    private static MachineGuestMemory Memory(GuestMemory memory) => new()
    {
        At = memory.At,
        AvailableKiB = memory.AvailableKiB,
        UnusedKiB = memory.UnusedKiB,
        UsableKiB = memory.UsableKiB,
        DiskCachesKiB = memory.DiskCachesKiB,
        SwapInKiB = memory.SwapInKiB,
        SwapOutKiB = memory.SwapOutKiB,
        MajorFaults = memory.MajorFaults,
        MinorFaults = memory.MinorFaults,
    };
}
