using Pando.Domains.Guests;
using Pando.Qmp;

namespace Pando.Domains.Saving.Streams;

/// <summary>
/// Asks QEMU how its migration goes. While it reads or writes without a pause it answers nobody: it is silent only where
/// the stream does not go on either.
/// </summary>
internal static class MigrationQuestion
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>Asks. Throws like QMP does.</summary>
    /// <param name="guest">Whose QEMU.</param>
    /// <param name="moved">How much of the stream has passed.</param>
    /// <param name="services">Clock and limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<MigrationInfo> AskAsync(RunningGuest guest, Func<long> moved, DomainServices services, CancellationToken cancellationToken)
    {
        var answer = guest.ExecuteAsync(new QueryMigrate(), Patience, cancellationToken);
        var (done, since) = (moved(), services.Time.GetTimestamp());
        using var look = new PeriodicTimer(Spacing, services.Time);
        while (!answer.IsCompleted)
        {
            await Task.WhenAny(answer, look.WaitForNextTickAsync(cancellationToken).AsTask());
            if (moved() is var now && now != done)
            {
                (done, since) = (now, services.Time.GetTimestamp());
            }
            else if (services.Time.GetElapsedTime(since) > services.Qemu.CommandLimit)
            {
                throw new QmpTimeoutException("query-migrate", services.Qemu.CommandLimit);
            }
        }
        return await answer;
    }
}
