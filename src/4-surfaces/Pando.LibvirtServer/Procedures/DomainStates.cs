using Pando.Libvirt;
using Pando.Model.Domains;

namespace Pando.LibvirtServer.Procedures;

/// <summary>A machine's phase in libvirt's terms.</summary>
internal static class DomainStates
{
    /// <summary>The state and the number of its reason, whose meaning depends on the state.</summary>
    public static (VirDomainState State, int Reason) Of(DomainState state) => state.Phase switch
    {
        DomainPhase.Off or DomainPhase.Removing => (VirDomainState.Shutoff, (int)Shutoff(state.Reason)),
        DomainPhase.Starting => (VirDomainState.Paused, (int)VirDomainPausedReason.StartingUp),
        DomainPhase.Running => (VirDomainState.Running, (int)Running(state.Reason)),
        DomainPhase.Paused => (VirDomainState.Paused, (int)Paused(state.Reason)),
        DomainPhase.GuestOff => (VirDomainState.Shutdown, (int)VirDomainShutdownReason.User),
        DomainPhase.Stopping => (VirDomainState.Shutdown, (int)VirDomainShutdownReason.Unknown),
        DomainPhase.Crashed => (VirDomainState.Crashed, (int)VirDomainCrashedReason.Panicked),
        DomainPhase.PmSuspended => (VirDomainState.Pmsuspended, 0),
        _ => (VirDomainState.Nostate, 0),
    };

    private static VirDomainRunningReason Running(DomainPhaseReason reason) => reason switch
    {
        DomainPhaseReason.Booted => VirDomainRunningReason.Booted,
        DomainPhaseReason.Unpaused or DomainPhaseReason.User => VirDomainRunningReason.Unpaused,
        DomainPhaseReason.Restored => VirDomainRunningReason.Restored,
        DomainPhaseReason.Wakeup => VirDomainRunningReason.Wakeup,
        DomainPhaseReason.Crashed => VirDomainRunningReason.Crashed,
        _ => VirDomainRunningReason.Unknown,
    };

    private static VirDomainPausedReason Paused(DomainPhaseReason reason) => reason switch
    {
        DomainPhaseReason.User or DomainPhaseReason.Booted => VirDomainPausedReason.User,
        DomainPhaseReason.IoError => VirDomainPausedReason.Ioerror,
        DomainPhaseReason.Watchdog => VirDomainPausedReason.Watchdog,
        DomainPhaseReason.Saving => VirDomainPausedReason.Save,
        DomainPhaseReason.Dumping => VirDomainPausedReason.Dump,
        DomainPhaseReason.Crashed => VirDomainPausedReason.Crashed,
        _ => VirDomainPausedReason.Unknown,
    };

    private static VirDomainShutoffReason Shutoff(DomainPhaseReason reason) => reason switch
    {
        DomainPhaseReason.Shutdown => VirDomainShutoffReason.Shutdown,
        DomainPhaseReason.Destroyed or DomainPhaseReason.User => VirDomainShutoffReason.Destroyed,
        DomainPhaseReason.Crashed => VirDomainShutoffReason.Crashed,
        DomainPhaseReason.Saved => VirDomainShutoffReason.Saved,
        DomainPhaseReason.Failed => VirDomainShutoffReason.Failed,
        _ => VirDomainShutoffReason.Unknown,
    };
}
