using Pando.Domains.Guests;
using Pando.Linux.Spawn;
using Pando.Model.Errors;

namespace Pando.Domains.Stopping;

/// <summary>Ends a QEMU process for sure: SIGTERM (its images are flushed), and after a limit SIGKILL.</summary>
internal static class GuestEnding
{
    private const int SigTerm = 15;
    private const int SigKill = 9;

    /// <summary>Returns when no process is left. Throws <c>domain.will-not-die</c>.</summary>
    /// <param name="name">The machine's name, for the error.</param>
    /// <param name="process">Null when there is none any more.</param>
    /// <param name="graceful">Whether SIGKILL is ruled out.</param>
    /// <param name="settings">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public static async Task EndAsync(
        string name, PidFd? process, bool graceful, QemuSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        if (process is null || !process.Signal(SigTerm))
        {
            return;
        }
        if (await EndsWithinAsync(process, settings.TermLimit, time, cancellationToken))
        {
            return;
        }
        if (!graceful && (!process.Signal(SigKill) || await EndsWithinAsync(process, settings.KillLimit, time, cancellationToken)))
        {
            return;
        }
        var waited = graceful ? settings.TermLimit : settings.KillLimit;
        throw new PeerException(ErrorCodes.Domain.WillNotDie, null, ("name", name), ("waited", Waited.Seconds(waited)));
    }

    private static async Task<bool> EndsWithinAsync(PidFd process, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await process.WaitForExitAsync(cancellationToken).WaitAsync(limit, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
