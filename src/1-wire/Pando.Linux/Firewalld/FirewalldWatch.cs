using Pando.Linux.Dbus;

namespace Pando.Linux.Firewalld;

/// <summary>Hears when firewalld comes, goes, or has read its rules anew. Waiting costs nothing.</summary>
public sealed class FirewalldWatch : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private readonly DbusConnection _bus;

    private FirewalldWatch(DbusConnection bus) => _bus = bus;

    /// <summary>Begins to listen; null where there is no message bus, and so no firewalld.</summary>
    /// <exception cref="IOException">The bus refuses us.</exception>
    /// <exception cref="TimeoutException">The bus does not answer.</exception>
    public static async Task<FirewalldWatch?> OpenAsync(string busSocket, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!File.Exists(busSocket))
        {
            return null;
        }

        return await FirewalldConnection.WithinAsync(Limit, time, "The message bus", async limited =>
        {
            DbusConnection bus = await DbusConnection.ConnectAsync(busSocket, isBus: true, limited);
            try
            {
                await bus.MatchAsync(
                    $"type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',member='NameOwnerChanged',arg0='{FirewalldConnection.Service}'", limited);
                await bus.MatchAsync($"type='signal',sender='{FirewalldConnection.Service}',interface='{FirewalldConnection.Interface}',member='Reloaded'", limited);
                return new FirewalldWatch(bus);
            }
            catch
            {
                bus.Dispose();
                throw;
            }
        }, cancellationToken);
    }

    /// <summary>Returns when something of it may have changed.</summary>
    /// <exception cref="IOException">The bus has gone.</exception>
    public async Task NextAsync(CancellationToken cancellationToken)
    {
        while ((await _bus.SignalAsync(cancellationToken)).Member is not ("NameOwnerChanged" or "Reloaded"))
        {
            // NameAcquired, which the bus tells each who comes.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _bus.Dispose();
}
