using Pando.Domains.Guests;
using Pando.Model.Errors;
using Pando.Qmp;

namespace Pando.Domains.Changing;

/// <summary>Opens the tray of a drive. A guest that keeps it closed is asked, and may take its time, with a limit.</summary>
internal static class TrayOpening
{
    /// <exception cref="CallerException"><c>domain.tray-locked</c></exception>
    public static async Task OpenAsync(
        RunningGuest guest, string alias, bool force, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = guest.Heard.Listen(happened =>
        {
            if (happened is DeviceTrayMovedEvent { Open: true } moved && moved.Id == alias)
            {
                opened.TrySetResult();
            }
        });
        try
        {
            await guest.ExecuteAsync(new BlockdevOpenTray(alias, force ? true : null), null, cancellationToken);
        }
        catch (QmpErrorException) when (!force)
        {
            // QEMU has passed the wish on to the guest, which opens it when it is done with the medium.
            try
            {
                await opened.Task.WaitAsync(limit, time, cancellationToken);
            }
            catch (TimeoutException e)
            {
                throw new CallerException(ErrorCodes.Domain.TrayLocked, e, ("name", guest.Live.Definition.Name), ("device", alias));
            }
        }
    }
}
