using Microsoft.Extensions.Logging;
using Pando.Linux;
using Pando.Linux.Networking;
using Pando.Model;
using Pando.Model.Networks;
using Pando.Networks.Bridges;
using Pando.Networks.Dnsmasq;
using Pando.Networks.Firewall;

namespace Pando.Networks;

/// <summary>What others take away of active networks is put back: a bridge, the table of rules, a server.</summary>
public sealed partial class NetworkRegistry
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    // Why nothing could be seen the last time.
    private string? _blind;

    /// <summary>Looks now and then until it is cancelled. That is a few questions to the kernel, and nothing where no network is active.</summary>
    public Task WatchAsync(CancellationToken cancellationToken = default) => Task.WhenAll(LookNowAndThenAsync(cancellationToken), FollowFirewalldAsync(cancellationToken));

    private async Task LookNowAndThenAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, _services.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await LookAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var broken = IsBroken() || _zonesUnsure;
            _blind = null;
            if (!broken)
            {
                return;
            }
            using var turn = await TakeTurnAsync(cancellationToken);
            // What looked broken may have been a stop under way.
            if (IsBroken() || _zonesUnsure)
            {
                await MendAsync(cancellationToken);
            }
        }
        catch (Exception e) when (e is SyscallException or IOException or UnauthorizedAccessException)
        {
            if (_blind != e.Message)
            {
                _blind = e.Message;
                LogCannotLook(e);
            }
        }
    }

    private bool IsBroken()
    {
        var networks = Made();
        return networks.Any(static network => !NetworkBridgeDevice.Exists(network))
            || (networks.Any(NetworkRuleset.HasRules) && !NetfilterTables.Has(NetworkRuleset.Table))
            || networks.Any(DockerForwarding.Stops)
            || networks.Where(DnsmasqConfiguration.IsNeeded).Any(network => !DnsmasqServer.IsRunning(_services.Paths, network.Id));
    }

    /// <summary>The active networks whose bridges are Pando's own.</summary>
    private NetworkDefinition[] Made() =>
        [.. List().Select(static view => view.Live?.Definition).OfType<NetworkDefinition>().Where(static network => network.MakesBridge)];

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is left of the active networks cannot be looked at")]
    private partial void LogCannotLook(Exception failure);
}
