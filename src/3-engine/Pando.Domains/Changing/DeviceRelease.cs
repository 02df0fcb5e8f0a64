using Pando.Domains.Guests;
using Pando.Qemu.HotPlug;
using Pando.Qmp;

namespace Pando.Domains.Changing;

/// <summary>What came of asking a guest to release a device.</summary>
internal enum Release
{
    /// <summary>QEMU has removed the device.</summary>
    Released,

    /// <summary>The guest said no.</summary>
    Refused,

    /// <summary>The guest has not answered within the limit; it may release the device at any time.</summary>
    Waiting,
}

/// <summary>Asks a guest to release a device and waits for it, with a limit.</summary>
internal static class DeviceRelease
{
    /// <param name="guest">The machine.</param>
    /// <param name="alias">The device.</param>
    /// <param name="asked">Whether it was asked before: QEMU refuses to ask again, and the answer can still come.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public static async Task<Release> AskAsync(
        RunningGuest guest, string alias, bool asked, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<Release>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = guest.Heard.Listen(happened =>
        {
            switch (happened)
            {
                case DeviceDeletedEvent gone when gone.Device == alias:
                    answer.TrySetResult(Release.Released);
                    break;
                case DeviceUnplugGuestErrorEvent refused when refused.Device == alias:
                    answer.TrySetResult(Release.Refused);
                    break;
            }
        });
        try
        {
            await guest.ExecuteAsync(new DeviceDel(alias), null, cancellationToken);
        }
        catch (QmpErrorException e) when (e.ErrorClass == "DeviceNotFound")
        {
            return Release.Released;
        }
        catch (QmpErrorException) when (asked)
        {
            // In the process of being unplugged, says QEMU: the first question still stands.
        }
        try
        {
            return await answer.Task.WaitAsync(limit, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The event may have been lost with a connection.
            return await DeviceBackEnds.HasDeviceAsync(guest, alias, cancellationToken) ? Release.Waiting : Release.Released;
        }
    }
}
