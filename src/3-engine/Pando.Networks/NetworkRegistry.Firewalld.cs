using Microsoft.Extensions.Logging;
using Pando.Linux.Firewalld;
using Pando.Model.Errors;
using Pando.Model.Networks;

namespace Pando.Networks;

/// <summary>
/// firewalld forgets the zones of bridges when it is started anew. It says so when it comes and when it has read its rules again; then, and
/// only then, it is asked where they are.
/// </summary>
public sealed partial class NetworkRegistry
{
    private const string ZonePart = "zone";

    // Whether firewalld may have forgotten since it was asked.
    private volatile bool _zonesUnsure = true;

    private async Task FollowFirewalldAsync(CancellationToken cancellationToken)
    {
        string? said = null;
        try
        {
            while (true)
            {
                try
                {
                    using var watch = await FirewalldWatch.OpenAsync(_services.BusSocket, _services.Time, cancellationToken);
                    while (watch is not null)
                    {
                        // What happened before we listened is unknown, too.
                        _zonesUnsure = true;
                        await LookAsync(cancellationToken);
                        await watch.NextAsync(cancellationToken);
                        said = null;
                    }
                }
                catch (Exception e) when (e is IOException or TimeoutException)
                {
                    if (said != e.Message)
                    {
                        said = e.Message;
                        LogBusLost(e);
                    }
                }
                await Task.Delay(LookEvery, _services.Time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }

    private async Task MendZonesAsync(NetworkDefinition[] networks, CancellationToken cancellationToken)
    {
        if (!_zonesUnsure)
        {
            return;
        }
        // Before it is asked: what it says meanwhile is news again.
        _zonesUnsure = false;
        try
        {
            foreach (var network in await _services.Zones.OutsideAsync(networks, cancellationToken))
            {
                await TryAsync(network, ZonePart, async () => await _services.Zones.PutAsync(network, cancellationToken));
                _zonesUnsure |= _broken.ContainsKey((network.Id, ZonePart));
            }
        }
        catch (PeerException e)
        {
            _zonesUnsure = true;
            await TryAsync(networks[0], ZonePart, () => Task.FromException(e));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The system's message bus is lost; whether firewalld has forgotten networks is known again when it is back")]
    private partial void LogBusLost(Exception failure);
}
