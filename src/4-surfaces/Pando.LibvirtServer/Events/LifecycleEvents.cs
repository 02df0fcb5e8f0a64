using Pando.Domains;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.Model.Domains;
using Pando.Model.Events;

namespace Pando.LibvirtServer.Events;

/// <summary>What happens in a machine's life, in libvirt's kinds and details.</summary>
internal sealed class LifecycleEvents(IDomains domains)
{
    // A start is over with the first phase after it: libvirt tells it before that phase.
    private readonly HashSet<Guid> _starting = [];

    /// <summary>What libvirt would tell of it: nothing, one, or two things.</summary>
    public IEnumerable<Told> Of(PandoEvent happened)
    {
        if (HeardMachine.Of(happened, domains) is not { } heard)
        {
            return [];
        }
        var told = happened.Type switch
        {
            "definition.changed" or "definition.restored" => [(VirDomainEventType.Defined, (int)Defined(happened))],
            "definition.removed" => [(VirDomainEventType.Undefined, (int)VirDomainEventUndefinedDetailType.Removed)],
            "machine.state" when Enum.TryParse<DomainPhase>(happened.Data.GetValueOrDefault("phase"), out var phase)
                && Enum.TryParse<DomainPhaseReason>(happened.Data.GetValueOrDefault("reason"), out var reason) => State(heard.Machine.Uuid, phase, reason),
            _ => [],
        };
        return told.Select(one => heard.Old(
            VirDomainEventId.Lifecycle, RemoteProgram.DomainEventLifecycle, new DomainEventLifecycleMsg(heard.Machine, (int)one.Item1, one.Item2),
            RemoteProgram.DomainEventCallbackLifecycle, static (number, message) => new DomainEventCallbackLifecycleMsg(number, message)));
    }

    private static VirDomainEventDefinedDetailType Defined(PandoEvent happened) =>
        happened.Data.GetValueOrDefault("change") switch
        {
            "rename" => VirDomainEventDefinedDetailType.Renamed,
            _ when happened.Data.GetValueOrDefault("version") is null or "1" => VirDomainEventDefinedDetailType.Added,
            _ => VirDomainEventDefinedDetailType.Updated,
        };

    private (VirDomainEventType, int)[] State(Guid id, DomainPhase phase, DomainPhaseReason reason)
    {
        if (phase == DomainPhase.Starting)
        {
            _starting.Add(id);
            return [];
        }
        var started = _starting.Remove(id);
        return phase switch
        {
            DomainPhase.Running when started => [Started(reason)],
            DomainPhase.Running when reason == DomainPhaseReason.Restored => [Started(reason)],
            DomainPhase.Running when reason == DomainPhaseReason.Wakeup => [(VirDomainEventType.Started, (int)VirDomainEventStartedDetailType.Wakeup)],
            DomainPhase.Running when reason != DomainPhaseReason.Adopted => [(VirDomainEventType.Resumed, (int)VirDomainEventResumedDetailType.Unpaused)],
            DomainPhase.Paused when started => [Started(reason), (VirDomainEventType.Suspended, (int)VirDomainEventSuspendedDetailType.Paused)],
            DomainPhase.Paused => [(VirDomainEventType.Suspended, (int)Suspended(reason))],
            DomainPhase.GuestOff => [(VirDomainEventType.Shutdown, (int)VirDomainEventShutdownDetailType.Guest)],
            DomainPhase.Crashed => [(VirDomainEventType.Crashed, (int)VirDomainEventCrashedDetailType.Panicked)],
            DomainPhase.PmSuspended => [(VirDomainEventType.Pmsuspended, (int)VirDomainEventPmSuspendedDetailType.Memory)],
            DomainPhase.Off => [(VirDomainEventType.Stopped, (int)Stopped(reason))],
            _ => [],
        };
    }

    private static (VirDomainEventType, int) Started(DomainPhaseReason reason) => (
        VirDomainEventType.Started,
        (int)(reason == DomainPhaseReason.Restored ? VirDomainEventStartedDetailType.Restored : VirDomainEventStartedDetailType.Booted));

    private static VirDomainEventSuspendedDetailType Suspended(DomainPhaseReason reason) => reason switch
    {
        DomainPhaseReason.IoError => VirDomainEventSuspendedDetailType.Ioerror,
        DomainPhaseReason.Watchdog => VirDomainEventSuspendedDetailType.Watchdog,
        DomainPhaseReason.Restored => VirDomainEventSuspendedDetailType.Restored,
        _ => VirDomainEventSuspendedDetailType.Paused,
    };

    private static VirDomainEventStoppedDetailType Stopped(DomainPhaseReason reason) => reason switch
    {
        DomainPhaseReason.Shutdown => VirDomainEventStoppedDetailType.Shutdown,
        DomainPhaseReason.Crashed => VirDomainEventStoppedDetailType.Crashed,
        DomainPhaseReason.Saved => VirDomainEventStoppedDetailType.Saved,
        DomainPhaseReason.Failed => VirDomainEventStoppedDetailType.Failed,
        _ => VirDomainEventStoppedDetailType.Destroyed,
    };
}
