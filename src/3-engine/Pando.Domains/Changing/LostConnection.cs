using Pando.Domains.Guests;
using Pando.Qmp;

namespace Pando.Domains.Changing;

/// <summary>
/// Tells a QEMU that has ended from a connection that was lost. One that has ended has nothing of the host any more; one
/// that lives has all of it, and nothing of that may be given to others before it is taken from it.
/// </summary>
internal static class LostConnection
{
    /// <summary>
    /// Takes something from QEMU: over a new connection where the first was lost, and not at all where the process has ended.
    /// Throws like QMP where it lives and cannot be reached.
    /// </summary>
    /// <param name="guest">Whose QEMU.</param>
    /// <param name="services">Clock and limits.</param>
    /// <param name="deed">May be begun anew.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False where the process has ended.</returns>
    public static async Task<bool> TryAsync(RunningGuest guest, DomainServices services, Func<Task> deed, CancellationToken cancellationToken)
    {
        try
        {
            await deed();
            return true;
        }
        catch (QmpClosedException) when (!cancellationToken.IsCancellationRequested)
        {
            if (await EndsAsync(guest, services, cancellationToken))
            {
                return false;
            }
        }
        await guest.ConnectAgainAsync(services.Qemu.CommandLimit, cancellationToken);
        await deed();
        return true;
    }

    /// <summary>The connection breaks a moment before the process is gone.</summary>
    private static async Task<bool> EndsAsync(RunningGuest guest, DomainServices services, CancellationToken cancellationToken)
    {
        try
        {
            await guest.Process.WaitForExitAsync(cancellationToken).WaitAsync(services.Qemu.TermLimit, services.Time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
