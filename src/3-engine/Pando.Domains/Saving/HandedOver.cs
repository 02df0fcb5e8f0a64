using Pando.Domains.Guests;
using Pando.Model.Errors;
using Pando.Qmp;

namespace Pando.Domains.Saving;

/// <summary>
/// A QEMU that has written its last byte out has handed its disks over, whether or not somebody made something of it
/// (RUN_STATE_POSTMIGRATE). A guest that ran runs on and takes them back. One that stood still before cannot be brought back to
/// that: QEMU 7.2 leaves the state by "cont" alone, which executes instructions; "stop" does nothing in it, another
/// migration is refused, and a disk that is resized ends the process by an assertion.
/// </summary>
internal static class HandedOver
{
    /// <summary>Whether it stands so; false where it does not answer.</summary>
    public static async Task<bool> IsAsync(RunningGuest guest, CancellationToken cancellationToken)
    {
        try
        {
            return (await guest.ExecuteAsync(new QueryStatus(), null, cancellationToken)).Status == RunState.Postmigrate;
        }
        catch (QmpException)
        {
            return false;
        }
    }

    /// <summary>Keeps hands off its disks. Throws <c>domain.disks-handed-over</c>.</summary>
    public static async Task RefuseAsync(RunningGuest guest, CancellationToken cancellationToken)
    {
        if (await IsAsync(guest, cancellationToken))
        {
            throw new CallerException(ErrorCodes.Domain.DisksHandedOver, ("name", guest.Live.Definition.Name));
        }
    }
}
