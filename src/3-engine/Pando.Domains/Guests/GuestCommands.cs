using Pando.Domains.Driving;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qemu;
using Pando.Qmp;

namespace Pando.Domains.Guests;

/// <summary>The requests that are one or two commands to QEMU: nothing of them is left on the host, so that they need no journal.</summary>
internal static class GuestCommands
{
    public static async Task<OperationOutcome> DoAsync(
        DomainRequest request, DomainView view, RunningGuest guest, CancellationToken cancellationToken)
    {
        var command = request.Kind.ToString();
        try
        {
            return request switch
            {
                SuspendRequest => await SuspendAsync(guest, cancellationToken),
                ResumeRequest => await ResumeAsync(guest, cancellationToken),
                ResetRequest => await ResetAsync(view, guest, cancellationToken),
                ShutdownRequest shutdown => await GuestPower.ShutDownAsync(view, guest, shutdown.Mode, cancellationToken),
                RebootRequest reboot => await GuestPower.RebootAsync(view, guest, reboot.Mode, cancellationToken),
                WakeRequest => await WakeAsync(guest, cancellationToken),
                _ => throw new ArgumentOutOfRangeException(nameof(request)),
            };
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, view.Name);
        }
        catch (OperationCanceledException e)
        {
            throw new CallerException(ErrorCodes.Request.Cancelled, e, ("what", $"{command} of {view.Name}"));
        }
    }

    private static async Task<OperationOutcome> SuspendAsync(RunningGuest guest, CancellationToken cancellationToken)
    {
        await guest.ExecuteAsync(new Stop(), null, cancellationToken);
        return new OperationOutcome.Became(DomainPhase.Paused, DomainPhaseReason.User);
    }

    private static async Task<OperationOutcome> ResumeAsync(RunningGuest guest, CancellationToken cancellationToken)
    {
        await guest.ExecuteAsync(new Cont(), null, cancellationToken);
        return new OperationOutcome.Became(DomainPhase.Running, DomainPhaseReason.Unpaused);
    }

    private static async Task<OperationOutcome> ResetAsync(DomainView view, RunningGuest guest, CancellationToken cancellationToken)
    {
        var wasOver = view.State.Phase is DomainPhase.GuestOff or DomainPhase.Crashed or DomainPhase.PmSuspended;
        await guest.ExecuteAsync(new SystemReset(), null, cancellationToken);
        if (!wasOver)
        {
            return new OperationOutcome.Asked();
        }
        // A reboot through shutdown told QEMU to wait at power-off: back to what the definition says.
        await guest.ExecuteAsync(new SetAction(Shutdown: GuestPower.ShutdownAction(guest)), null, cancellationToken);
        await guest.ExecuteAsync(new Cont(), null, cancellationToken);
        return new OperationOutcome.Became(DomainPhase.Running, DomainPhaseReason.Booted);
    }

    private static async Task<OperationOutcome> WakeAsync(RunningGuest guest, CancellationToken cancellationToken)
    {
        await guest.ExecuteAsync(new SystemWakeup(), null, cancellationToken);
        return new OperationOutcome.Asked();
    }
}
