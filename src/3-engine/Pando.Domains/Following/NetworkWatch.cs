using Microsoft.Extensions.Logging;
using Pando.Domains.Adopting;
using Pando.Model.Errors;

namespace Pando.Domains.Following;

/// <summary>Hears of bridges that were made again and of ports that were pulled out, and puts the guests back that were on them.</summary>
internal sealed class NetworkWatch(DomainRegistry registry, DomainServices services)
{
    private const string Mended = "network.mended";
    private const string Pulled = "network.port-pulled";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var reconnection = new Reconnection(services, services.Loggers.CreateLogger<Reconnection>());
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var told in services.Events.SubscribeAsync(after: null, cancellationToken))
                {
                    if (told.Type is Mended or Pulled)
                    {
                        await ReconnectAsync(reconnection, cancellationToken);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // Closing.
            }
            catch (CallerException)
            {
                // It was too slow and has missed some: what was missed may have been that.
                await ReconnectAsync(reconnection, cancellationToken);
            }
        }
    }

    private Task ReconnectAsync(Reconnection reconnection, CancellationToken cancellationToken) =>
        reconnection.RunAsync(registry.Drivers.Select(static driver => driver.Guest).Where(static guest => guest is { IsRecorded: true }).Select(static guest => guest!.Live), cancellationToken);
}
