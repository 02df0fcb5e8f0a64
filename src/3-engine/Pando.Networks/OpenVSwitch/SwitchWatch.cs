using Microsoft.Extensions.Logging;
using Pando.Linux;
using Pando.Linux.Networking;
using Pando.Model.Errors;
using Pando.Ovsdb;
using Pando.Ovsdb.Operations;

namespace Pando.Networks.OpenVSwitch;

/// <summary>
/// Has the database of Open vSwitch say when ports change. Of one that machines had and that somebody pulled out the event
/// <c>network.port-pulled</c> tells; who knows the machine plugs it in again.
/// </summary>
/// <param name="services">The host's Open vSwitch, and the run directory that its ports are known by.</param>
public sealed partial class SwitchWatch(NetworkServices services)
{
    /// <summary>The event, whose subject is the port.</summary>
    public const string Pulled = "network.port-pulled";

    private const string Cards = "Interface";

    private static readonly TimeSpan TryEvery = TimeSpan.FromSeconds(5);

    // A card that is moved to another bridge is nowhere for a moment, and one of a machine that ends has its tap for as long.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);

    // What could not be put back is told of again, and a connection that died without a word is noticed.
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(30);

    private readonly ILogger _log = services.Loggers.CreateLogger<SwitchWatch>();
    private IReadOnlySet<string> _known = new HashSet<string>(StringComparer.Ordinal);

    // Why nothing could be seen the last time.
    private string? _blind;

    /// <summary>Watches until it is cancelled; where there is no Open vSwitch it asks for one now and then.</summary>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        using var timer = new PeriodicTimer(TryEvery, services.Time);
        try
        {
            do
            {
                await TryAsync(cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        if (!services.Switch.IsThere)
        {
            return;
        }
        try
        {
            await services.Switch.AskAsync<bool>(session => FollowAsync(session, cancellationToken), cancellationToken);
        }
        catch (Exception e) when (e is PandoException or SyscallException)
        {
            if (_blind != e.Message)
            {
                _blind = e.Message;
                LogCannotLook(e);
            }
        }
    }

    private async Task<bool> FollowAsync(OvsdbSession session, CancellationToken cancellationToken)
    {
        // Watched before it is looked at: what changes in between is told of, too.
        await session.WatchAsync(Cards, ["name", "external_ids"], cancellationToken);
        while (true)
        {
            await LookAsync(session, cancellationToken);
            _blind = null;
            try
            {
                await session.NextChangeAsync(LookAgainAfter, cancellationToken);
            }
            catch (OvsdbTimeoutException)
            {
                // A quiet switch.
            }
        }
    }

    private async Task LookAsync(OvsdbSession session, CancellationToken cancellationToken)
    {
        var present = await OwnAsync(session, cancellationToken);
        if (_known.Any(port => IsPulled(port, present)))
        {
            await Task.Delay(Settle, services.Time, cancellationToken);
            present = await OwnAsync(session, cancellationToken);
        }
        string[] pulled = [.. _known.Where(port => IsPulled(port, present))];
        foreach (var port in pulled)
        {
            LogPulled(port);
            services.Events.Publish(Pulled, port, ("device", port));
        }
        _known = present.Concat(pulled).ToHashSet(StringComparer.Ordinal);
    }

    private async Task<HashSet<string>> OwnAsync(OvsdbSession session, CancellationToken cancellationToken)
    {
        var mine = new Condition("external_ids", "includes", OvsdbValue.Map([new(SwitchPlug.MadeBy, services.Paths.Run)]));
        var answers = await session.TransactAsync([new Select(Cards, [mine], ["name"])], cancellationToken);
        return answers[0].Rows.Select(static row => row.Text("name")).OfType<string>().ToHashSet(StringComparer.Ordinal);
    }

    // Its tap is there, and on no other bridge.
    private static bool IsPulled(string port, HashSet<string> present)
    {
        if (present.Contains(port))
        {
            return false;
        }
        using var links = NetworkLinks.Open();
        return links.Find(port) is { Master: null or 0 };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The port {Port} of a machine was pulled out of Open vSwitch by somebody; it is plugged in again")]
    private partial void LogPulled(string port);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ports in Open vSwitch cannot be watched")]
    private partial void LogCannotLook(Exception failure);
}
