using Microsoft.Extensions.Logging;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.NetworkFilters;
using Pando.Networks.Filters.Compiling;
using Pando.Networks.Firewall;

namespace Pando.Networks.Filters;

/// <summary>Interfaces come behind filters, and go.</summary>
public sealed partial class NetworkFilterRegistry
{
    // The table as it was written last; whoever has the turn uses it.
    private string? _inForce;
    private bool _isOpen;

    /// <summary>Puts an interface behind its filter; when this has been done, not a frame of it passes by.</summary>
    /// <exception cref="PandoException"><c>nwfilter.…</c>, <c>network.nft-refused</c>, <c>network.program-missing</c>.</exception>
    internal async Task GuardAsync(FilteredCard card, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var addresses = Addresses();
        var rules = Strict(card, addresses, Known);
        await RequireAsync(rules, cancellationToken);
        if (!await TryAddAsync(card, rules, addresses.Of(card), cancellationToken))
        {
            await ApplyAsync(FilterRuleset.Of([.. LiveCards().Where(other => other.TapIndex != card.TapIndex).Select(other => (other, OrNothing(other, addresses))), (card, rules)]), cancellationToken);
        }
        FilteredCardFile.Write(_services.Paths, card);
    }

    /// <summary>Puts an interface beside the others. Where that cannot be done the table is written whole.</summary>
    private async Task<bool> TryAddAsync(FilteredCard card, CardRules rules, string? address, CancellationToken cancellationToken)
    {
        // Chains of that number may be in the table: whoever was there before is taken out with them.
        if (_inForce is not { } last || IsEmpty(last) || GuardOf(card.TapIndex) is not null)
        {
            return false;
        }
        var addition = FilterRuleset.Addition(card, rules);
        try
        {
            await Nft.ApplyAsync(addition, cancellationToken);
        }
        catch (PeerException e) when (e.Code == ErrorCodes.Network.NftRefused)
        {
            // The table is gone, or has that name from an interface that is.
            return false;
        }
        _inForce = last + addition;
        _seen = _seen.Length == 0 ? [] : [.. _seen.Append((card, address)).OrderBy(static one => one.Item1.TapIndex)];
        return true;
    }

    /// <summary>Takes an interface out of the table; one that is not in it stays so.</summary>
    internal async Task LetGoAsync(int tapIndex, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        if (FilteredCardFile.All(_services.Paths).Any(card => card.TapIndex == tapIndex))
        {
            FilteredCardFile.Delete(_services.Paths, tapIndex);
            await WriteAsync(cancellationToken);
        }
    }

    /// <summary>What an interface stands behind now; null is nothing.</summary>
    internal FilteredCard? GuardOf(int tapIndex) => FilteredCardFile.All(_services.Paths).FirstOrDefault(card => card.TapIndex == tapIndex);

    /// <summary>A new tap may have the name of one that has just gone, whose rules are not for it.</summary>
    internal async Task ClearNameAsync(string tap, int tapIndex, CancellationToken cancellationToken)
    {
        if (FilteredCardFile.All(_services.Paths).Any(card => card.Tap == tap && card.TapIndex != tapIndex))
        {
            using var turn = await TakeTurnAsync(cancellationToken);
            Forget(LiveCards());
            await WriteAsync(cancellationToken);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        // Before the definitions are read nobody knows the rules; then all of them are written.
        if (_isOpen)
        {
            var addresses = Addresses();
            await ApplyAsync(FilterRuleset.Of([.. LiveCards().Select(card => (card, OrNothing(card, addresses)))]), cancellationToken);
        }
    }

    private async Task ApplyAsync(string ruleset, CancellationToken cancellationToken)
    {
        if (ruleset == _inForce)
        {
            return;
        }
        // Whatever becomes of it, it is not known to be as before.
        _inForce = null;
        _seen = [];
        await (IsEmpty(ruleset) ? Nft.TakeBackAsync(ruleset, cancellationToken) : Nft.ApplyAsync(ruleset, cancellationToken));
        _inForce = ruleset;
    }

    /// <summary>What the table would be with other definitions; null where no interface is behind that filter.</summary>
    private async Task<string?> TryOutAsync(string filter, Func<string, NetworkFilterDefinition?> find, CancellationToken cancellationToken)
    {
        List<(FilteredCard, CardRules?)> all = [];
        var addresses = Addresses();
        var concerned = false;
        foreach (var card in LiveCards())
        {
            var behind = IsMadeOf(card, filter, find);
            concerned |= behind;
            var rules = behind ? Strict(card, addresses, find) : OrNothing(card, addresses);
            await RequireAsync(behind ? rules : null, cancellationToken);
            all.Add((card, rules));
        }
        if (!concerned)
        {
            return null;
        }
        var ruleset = FilterRuleset.Of(all);
        await Nft.CheckAsync(ruleset, cancellationToken);
        return ruleset;
    }

    private LentAddresses Addresses() => new(_networks, _services.Paths, _services.Time.GetUtcNow());

    private static CardRules Strict(FilteredCard card, LentAddresses addresses, Func<string, NetworkFilterDefinition?> find)
    {
        var lent = addresses.Of(card);
        return CardRules.Of(card, Values(card, lent), find, isServed: lent is not null);
    }

    /// <summary>An interface that was behind a filter when that was possible does not stand in the open when it no longer is.</summary>
    private CardRules? OrNothing(FilteredCard card, LentAddresses addresses)
    {
        try
        {
            var lent = addresses.Of(card);
            return CardRules.Of(card, Values(card, lent ?? LentAddresses.NoneYet), Known, isServed: lent is not null);
        }
        catch (CallerException e)
        {
            LogClosed(e, card.Tap, card.Machine);
            return null;
        }
    }

    private static FilterVariables Values(FilteredCard card, string? address)
    {
        var said = card.Filter.Parameters.Items.Where(static parameter => parameter.Name != "MAC").Append(new FilterParameter("MAC", card.Mac.ToString()));
        return FilterVariables.Of(address is null || card.Filter.Parameters.Items.Any(static parameter => parameter.Name == "IP") ? said : said.Append(new FilterParameter("IP", address)));
    }

    private static async Task RequireAsync(CardRules? rules, CancellationToken cancellationToken)
    {
        if (rules?.Counts is { } counting && !await BridgeTracking.CountsAsync(cancellationToken))
        {
            throw new CallerException(ErrorCodes.NetworkFilter.NotOffered, ("filter", counting), ("what", "@connlimit-above"), ("reason", "nwfilter.reason.no-counting"));
        }
        if (rules?.Follows is { } filter && !await BridgeTracking.IsThereAsync(cancellationToken))
        {
            throw new CallerException(ErrorCodes.NetworkFilter.NotOffered, ("filter", filter), ("what", "statematch"), ("reason", "nwfilter.reason.no-tracking"));
        }
    }

    /// <summary>Those whose tap is there.</summary>
    private IReadOnlyList<FilteredCard> LiveCards()
    {
        var cards = FilteredCardFile.All(_services.Paths);
        if (cards.Count == 0)
        {
            return [];
        }
        IReadOnlyList<NetworkLink> links = [];
        KernelErrors.Of("—", () =>
        {
            using var kernel = NetworkLinks.Open();
            links = kernel.All();
        });
        var there = links.Select(static link => (link.Index, link.Name)).ToHashSet();
        return [.. cards.Where(card => there.Contains((card.TapIndex, card.Tap)))];
    }

    private void Forget(IReadOnlyList<FilteredCard> live)
    {
        foreach (var gone in FilteredCardFile.All(_services.Paths).Except(live))
        {
            FilteredCardFile.Delete(_services.Paths, gone.TapIndex);
        }
    }

    private static bool IsEmpty(string ruleset) => ruleset == FilterRuleset.Of([]);

    [LoggerMessage(Level = LogLevel.Error, Message = "The rules of interface {Tap} of machine {Machine} cannot be written: it is closed")]
    private partial void LogClosed(Exception failure, string tap, string machine);
}
