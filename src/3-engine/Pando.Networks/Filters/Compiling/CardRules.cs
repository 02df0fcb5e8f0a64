using System.Globalization;
using Pando.Model.Errors;
using Pando.Model.NetworkFilters;

namespace Pando.Networks.Filters.Compiling;

/// <summary>
/// The rules that an interface stands behind, by direction, as libvirt carries them out: those on frames in chains, and behind them
/// those on transport protocols, which are asked by themselves.
/// </summary>
internal sealed class CardRules
{
    // Who makes up senders fills no more of the kernel's memory than this; one too many is not counted, and so not limited.
    private const int MostSenders = 65535;

    private readonly int _number;
    private int _counters;

    private CardRules(int number) => _number = number;

    /// <summary>On frames that come from the guest.</summary>
    public List<ChainRule> Out { get; } = [];

    /// <summary>On frames that go to it.</summary>
    public List<ChainRule> In { get; } = [];

    /// <summary>On transport protocols, from the guest.</summary>
    public List<ChainRule> TransportOut { get; } = [];

    /// <summary>On transport protocols, to it.</summary>
    public List<ChainRule> TransportIn { get; } = [];

    /// <summary>The filter that needs connections to be followed; null where none does.</summary>
    public string? Follows { get; private set; }

    /// <summary>The filter that needs connections to be counted; null where none does.</summary>
    public string? Counts { get; private set; }

    /// <param name="card">The interface.</param>
    /// <param name="values">What the variables of its filter stand for.</param>
    /// <param name="find">Finds a filter by its name.</param>
    /// <param name="isServed">Whether a DHCP server of Pando's gives it its address.</param>
    /// <exception cref="CallerException"><c>nwfilter.…</c>.</exception>
    public static CardRules Of(FilteredCard card, FilterVariables values, Func<string, NetworkFilterDefinition?> find, bool isServed = false)
    {
        var rules = new CardRules(card.TapIndex);
        var all = FilterTree.Rules(card.Filter, values, find);
        foreach (var placed in all)
        {
            rules.Add(placed, card);
            FilterTree.RefuseMany(card.Filter.Filter, rules.Out.Count + rules.In.Count + rules.TransportOut.Count + rules.TransportIn.Count);
        }
        if (isServed && all.Any(static placed => NamesItself(placed.Rule)))
        {
            rules.Out.AddRange(LeaseGuard.Of(card.Mac));
        }
        return rules;
    }

    // A filter that heeds no address lets a guest be many, for guests of its own, say.
    private static bool NamesItself(FilterRule rule) =>
        rule.Match?.Conditions.Items.Any(static condition => FilterVariable.Is(condition.Value) && FilterVariable.TryParse(condition.Value, out var variable) && variable.Name is "MAC" or "IP") == true;

    private void Add(PlacedRule placed, FilteredCard card)
    {
        if (Verdict(placed.Rule.Action) is not { } verdict)
        {
            return;
        }
        foreach (var values in RuleValues.Of(placed, card).Take(FilterTree.MostRules + 1))
        {
            if (placed.Rule.Match is { } match && !FilterFields.IsInChains(match.Protocol))
            {
                AddTransport(placed, values, verdict);
            }
            else
            {
                AddFrame(placed, values, verdict);
            }
        }
    }

    private void AddFrame(PlacedRule placed, IReadOnlyDictionary<string, string> values, string verdict)
    {
        var direction = placed.Rule.Direction;
        if (direction is FilterDirection.Out or FilterDirection.Inout)
        {
            // A rule for both ways is written as for what comes to the guest.
            Add(Out, placed, direction == FilterDirection.Inout ? Reversal.Of(values) : values, verdict);
        }
        if (direction is FilterDirection.In or FilterDirection.Inout)
        {
            Add(In, placed, values, verdict);
        }
    }

    private void AddTransport(PlacedRule placed, IReadOnlyDictionary<string, string> values, string verdict)
    {
        var (rule, states, limit) = (placed.Rule, values.GetValueOrDefault("state"), values.GetValueOrDefault("connlimit-above"));
        var both = rule.Direction == FilterDirection.Inout;
        var follows = rule is { Action: FilterAction.Accept, FollowsConnections: true } && !both && states is null && limit is null;
        if (follows || states is not null and not "NONE")
        {
            Follows ??= placed.Filter.Name;
        }
        if (limit is not null)
        {
            // As libvirt has it: one way, the rule's own (to the guest where it is for both), and no state is asked that it does not name.
            Counts ??= placed.Filter.Name;
            Add(rule.Direction == FilterDirection.Out ? TransportOut : TransportIn, placed, values, Counted(rule.Match!, limit) + verdict);
            return;
        }
        var (own, other) = rule.Direction == FilterDirection.In ? (TransportIn, TransportOut) : (TransportOut, TransportIn);
        Add(own, placed, both ? Reversal.Of(values) : values, (follows ? "ct state new,established " : string.Empty) + verdict);
        if (both)
        {
            Add(other, placed, values, verdict);
        }
        else if (follows)
        {
            Add(other, placed, Reversal.Of(values), "ct state established " + verdict);
        }
    }

    // The rule's own set (nft(8), "meter") holds each sender with the connections that it has open; who has none any more leaves it.
    private string Counted(FilterMatch match, string limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"meter count_{_number}_{++_counters} size {MostSenders} {{ {(FilterFields.IsIPv6(match.Protocol) ? "ip6" : "ip")} saddr ct count {(match.Negated ? string.Empty : "over ")}{FilterValues.NumberOf(limit)} }} ");

    private static void Add(List<ChainRule> rules, PlacedRule placed, IReadOnlyDictionary<string, string> values, string verdict)
    {
        if (RuleText.Of(placed, values) is { } text)
        {
            rules.Add(new ChainRule(placed.Filter.Chain, placed.Filter.Priority, placed.Rule.Priority, text + verdict));
        }
    }

    // To refuse in words is not in a bridge's power everywhere: what is refused disappears, as libvirt has it for frames.
    private static string? Verdict(FilterAction action) => action switch
    {
        FilterAction.Accept => "accept",
        FilterAction.Drop or FilterAction.Reject => "counter drop",
        FilterAction.Return => "return",
        _ => null,
    };
}
