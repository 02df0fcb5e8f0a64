using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains;

/// <summary>
/// Which request a machine accepts in which phase, and by what name it refuses the others. The whole table is a test.
/// What is queued counts as if it had been done: <see cref="After"/> says which phase an accepted request leads to.
/// </summary>
public static class RequestTable
{
    /// <summary>Null when the request is accepted, otherwise the code of its refusal.</summary>
    /// <param name="phase">The phase now, or the one that the queue leads to.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="persistent">Whether a definition is stored.</param>
    /// <param name="answering">Whether QEMU answers; without a process: true.</param>
    public static ErrorCode? Refusal(DomainPhase phase, DomainRequest request, bool persistent, bool answering)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request is UndefineRequest or RenameRequest or SaveRequest { Order.Path: null } && !persistent)
        {
            return ErrorCodes.Domain.IsTransient;
        }
        if (request is ChangeRequest change)
        {
            return OfChange(phase, change, persistent, answering);
        }
        var refusal = ByPhase(phase, request);
        var needsQemu = request is ShutdownRequest or RebootRequest or ResetRequest or SuspendRequest or ResumeRequest or WakeRequest or SaveRequest or DumpRequest;
        return refusal ?? (needsQemu && !answering ? ErrorCodes.Domain.NotAnswering : null);
    }

    /// <summary>
    /// The same, where something is being done that nothing else may come between: what waits for it would find another
    /// machine, or none.
    /// </summary>
    public static ErrorCode? RefusalDuring(DomainRequest current, DomainRequest request) =>
        current is SaveRequest or DumpRequest && request is not DestroyRequest ? ErrorCodes.Save.Busy : null;

    /// <summary>The phase that an accepted request leads to, as far as the next request is concerned.</summary>
    public static DomainPhase After(DomainPhase phase, DomainRequest request) => request switch
    {
        StartRequest => DomainPhase.Starting,
        DestroyRequest or SaveRequest or DumpRequest { Order.Crash: true } => DomainPhase.Stopping,
        DumpRequest { Order.Reset: true } => DomainPhase.Running,
        SuspendRequest => DomainPhase.Paused,
        ResumeRequest => DomainPhase.Running,
        ResetRequest when phase is DomainPhase.GuestOff or DomainPhase.Crashed or DomainPhase.PmSuspended => DomainPhase.Running,
        WakeRequest => DomainPhase.Running,
        UndefineRequest when phase is DomainPhase.Off => DomainPhase.Removing,
        _ => phase,
    };

    /// <summary>The definition can be changed whenever the machine is not about to change itself; the running machine only while its guest can notice.</summary>
    private static ErrorCode? OfChange(DomainPhase phase, ChangeRequest change, bool persistent, bool answering)
    {
        var runs = phase is not (DomainPhase.Off or DomainPhase.Removing);
        if (change.IsConfig(runs) && !persistent)
        {
            return ErrorCodes.Domain.IsTransient;
        }
        return phase switch
        {
            DomainPhase.Off => change.IsLive(runs) ? ErrorCodes.Domain.NotRunning : null,
            DomainPhase.Running or DomainPhase.Paused => change.IsLive(runs) && !answering ? ErrorCodes.Domain.NotAnswering : null,
            DomainPhase.PmSuspended => change.IsLive(runs) ? ErrorCodes.Domain.IsAsleep : null,
            DomainPhase.GuestOff => change.IsLive(runs) ? ErrorCodes.Domain.GuestShutDown : null,
            DomainPhase.Crashed => change.IsLive(runs) ? ErrorCodes.Domain.Crashed : null,
            DomainPhase.Starting => ErrorCodes.Domain.IsStarting,
            DomainPhase.Unrecorded => ErrorCodes.Domain.RecordUnreadable,
            DomainPhase.Stopping => ErrorCodes.Domain.IsStopping,
            DomainPhase.Removing => ErrorCodes.Domain.BeingRemoved,
            _ => throw new ArgumentOutOfRangeException(nameof(phase)),
        };
    }

    private static ErrorCode? ByPhase(DomainPhase phase, DomainRequest request) => phase switch
    {
        DomainPhase.Off => request is StartRequest or UndefineRequest or DropSaveRequest or RenameRequest ? null : ErrorCodes.Domain.NotRunning,

        DomainPhase.Starting => request is DestroyRequest ? null : ErrorCodes.Domain.IsStarting,

        DomainPhase.Running => request switch
        {
            StartRequest => ErrorCodes.Domain.AlreadyRunning,
            ResumeRequest => ErrorCodes.Domain.NotPaused,
            WakeRequest => ErrorCodes.Domain.NotAsleep,
            UndefineRequest { RemoveStorage: true } or DropSaveRequest or RenameRequest => ErrorCodes.Domain.StillRunning,
            _ => null,
        },

        DomainPhase.Paused => request switch
        {
            StartRequest => ErrorCodes.Domain.AlreadyRunning,
            SuspendRequest => ErrorCodes.Domain.AlreadyPaused,
            ShutdownRequest or RebootRequest => ErrorCodes.Domain.IsPaused,
            WakeRequest => ErrorCodes.Domain.NotAsleep,
            UndefineRequest { RemoveStorage: true } or DropSaveRequest or RenameRequest => ErrorCodes.Domain.StillRunning,
            _ => null,
        },

        DomainPhase.PmSuspended => request switch
        {
            StartRequest => ErrorCodes.Domain.AlreadyRunning,
            WakeRequest or DestroyRequest or ResetRequest or UndefineRequest { RemoveStorage: false } => null,
            UndefineRequest or RenameRequest => ErrorCodes.Domain.StillRunning,
            _ => ErrorCodes.Domain.IsAsleep,
        },

        DomainPhase.GuestOff => request switch
        {
            DestroyRequest or ResetRequest or DumpRequest or UndefineRequest { RemoveStorage: false } => null,
            UndefineRequest or RenameRequest => ErrorCodes.Domain.StillRunning,
            _ => ErrorCodes.Domain.GuestShutDown,
        },

        DomainPhase.Crashed => request switch
        {
            DestroyRequest or ResetRequest or DumpRequest or UndefineRequest { RemoveStorage: false } => null,
            UndefineRequest or RenameRequest => ErrorCodes.Domain.StillRunning,
            _ => ErrorCodes.Domain.Crashed,
        },

        DomainPhase.Unrecorded => request is DestroyRequest ? null : ErrorCodes.Domain.RecordUnreadable,

        DomainPhase.Stopping => ErrorCodes.Domain.IsStopping,

        DomainPhase.Removing => ErrorCodes.Domain.BeingRemoved,

        _ => throw new ArgumentOutOfRangeException(nameof(phase)),
    };
}
