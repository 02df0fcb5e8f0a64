using Pando.Model.Domains;

namespace Pando.Domains.Statistics;

/// <summary>A machine's state as libvirt numbers it (virDomainState).</summary>
internal static class StateFigures
{
    public static void Add(Figures figures, DomainState state)
    {
        var (number, reason) = (state.Phase, state.Reason) switch
        {
            (DomainPhase.Running, DomainPhaseReason.Unpaused) => (1, 5),
            (DomainPhase.Running, DomainPhaseReason.Wakeup) => (1, 8),
            (DomainPhase.Running, _) => (1, 1),
            (DomainPhase.Paused, DomainPhaseReason.User) => (3, 1),
            (DomainPhase.Paused, DomainPhaseReason.IoError) => (3, 5),
            (DomainPhase.Paused, DomainPhaseReason.Watchdog) => (3, 6),
            (DomainPhase.Paused or DomainPhase.Starting, _) => (3, 0),
            (DomainPhase.GuestOff or DomainPhase.Stopping, _) => (4, 0),
            (DomainPhase.Crashed, _) => (6, 1),
            (DomainPhase.PmSuspended, _) => (7, 0),
            (DomainPhase.Unrecorded, _) => (0, 0),
            (_, DomainPhaseReason.Shutdown) => (5, 1),
            (_, DomainPhaseReason.Destroyed) => (5, 2),
            (_, DomainPhaseReason.Crashed) => (5, 3),
            (_, DomainPhaseReason.Failed) => (5, 6),
            _ => (5, 0),
        };
        figures.Add("state.state", number).Add("state.reason", reason);
    }
}
