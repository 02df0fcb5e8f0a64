using Microsoft.Extensions.Logging;
using Pando.Linux;
using Pando.Linux.Networking;
using Pando.Model.Errors;
using Pando.Networks.Filters.Compiling;

namespace Pando.Networks.Filters;

/// <summary>The table follows what changes by itself: interfaces that go, addresses that guests are given, and what others take away.</summary>
public sealed partial class NetworkFilterRegistry
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    // The interfaces and their guests' addresses when their rules were looked at last.
    private (FilteredCard Card, string? Address)[] _seen = [];

    // What went wrong the last time: it is tried again and again, and said once.
    private string? _trouble;

    /// <summary>Looks now and then, and when a server writes a lease, until it is cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken = default)
    {
        using var leases = new LeaseWatch(Path.Combine(_services.Paths.Lib, "dnsmasq"));
        try
        {
            while (true)
            {
                await leases.WaitAsync(LookEvery, _services.Time, cancellationToken);
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
        if (!Environment.IsPrivilegedProcess)
        {
            // It has no interfaces on bridges, and may not even ask for tables.
            return;
        }
        try
        {
            using var turn = await TakeTurnAsync(cancellationToken);
            if (_inForce is null && FilteredCardFile.All(_services.Paths).Count == 0 && !IsThere())
            {
                return;
            }
            if (_inForce is { } last && !IsEmpty(last) && !IsThere())
            {
                _inForce = null;
            }
            var cards = LiveCards();
            var addresses = Addresses();
            (FilteredCard, string?)[] now = [.. cards.Select(card => (card, addresses.Of(card)))];
            // With many interfaces it takes a moment to write their rules: that is done where something is another than before.
            if (_inForce is null || !now.SequenceEqual(_seen))
            {
                Forget(cards);
                await WriteAsync(cancellationToken);
                _seen = now;
            }
            _trouble = null;
        }
        catch (Exception e) when (e is PandoException or SyscallException or IOException or UnauthorizedAccessException)
        {
            if (_trouble != e.Message)
            {
                _trouble = e.Message;
                LogCannotLook(e);
            }
        }
    }

    private static bool IsThere() => NetfilterTables.HasBridge(FilterRuleset.Table);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rules of interfaces cannot be brought in line")]
    private partial void LogCannotLook(Exception failure);
}
