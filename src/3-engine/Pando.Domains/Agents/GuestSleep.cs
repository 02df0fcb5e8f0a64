using Pando.Domains.Guests;
using Pando.Model.Errors;
using Pando.Qemu;
using Pando.Qmp;

namespace Pando.Domains.Agents;

/// <summary>Whether a guest can sleep: the definition may rule it out, and a machine that could not be woken is not put to sleep.</summary>
internal static class GuestSleep
{
    public static async Task RefuseIfImpossibleAsync(DomainView view, RunningGuest guest, SleepTarget target, CancellationToken cancellationToken)
    {
        var pm = guest.Live.Definition.PowerManagement;
        var ruledOut = target == SleepTarget.Disk ? pm?.SuspendToDisk == false : pm?.SuspendToMemory == false;
        if (ruledOut || (target != SleepTarget.Disk && !await CanWakeAsync(view, guest, cancellationToken)))
        {
            throw new CallerException(ErrorCodes.Domain.CannotSleep, ("name", view.Name), ("target", target.ToString().ToLowerInvariant()));
        }
    }

    private static async Task<bool> CanWakeAsync(DomainView view, RunningGuest guest, CancellationToken cancellationToken)
    {
        try
        {
            return (await guest.ExecuteAsync(new QueryCurrentMachine(), null, cancellationToken)).WakeupSuspendSupport;
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, view.Name);
        }
    }
}
