using System.Globalization;
using System.Text;

namespace Pando.Networks.Filters.Compiling;

/// <summary>
/// The table of nftables (nft(8)) that interfaces stand behind, whole: it takes the place of the former one in a single transaction, so
/// that nothing has to be remembered of it. What a guest sends is looked at before its bridge learns anything from it; what it is sent,
/// last. One look into a map finds an interface's rules, however many there are.
/// </summary>
internal static class FilterRuleset
{
    public const string Table = "pando";

    // After connections are recognised (-200), before what bridges hand to the tables of IP (0).
    private const int FramePriority = -150;
    private const int TransportPriority = -140;

    /// <summary>The text that <c>nft -f</c> takes; with no interface it removes the table.</summary>
    /// <param name="cards">The interfaces; one whose rules are not known lets nothing through.</param>
    public static string Of(IEnumerable<(FilteredCard Card, CardRules? Rules)> cards)
    {
        // Adding what is there already changes nothing: then it can be deleted whether it was there or not.
        var text = new StringBuilder($"add table bridge {Table}\ndelete table bridge {Table}\n");
        var all = cards.ToArray();
        if (all.Length == 0)
        {
            return text.ToString();
        }
        text.Append(CultureInfo.InvariantCulture, $"table bridge {Table} {{\n");
        var ways = Ways();
        foreach (var (card, rules) in all)
        {
            Add(text, card, rules, ways);
        }
        foreach (var way in ways)
        {
            var elements = way.Targets.Count > 0 ? $"    elements = {{ {string.Join(", ", way.Targets)} }}\n" : string.Empty;
            text.Append(CultureInfo.InvariantCulture, $"  map {way.Map} {{\n    type ifname : verdict\n{elements}  }}\n");
            CardChains.Write(text, $"{way.Map}_hook", [
                string.Create(CultureInfo.InvariantCulture, $"type filter hook {way.Hook} priority {way.Priority}; policy accept;"),
                $"{way.Interface} vmap @{way.Map}",
            ]);
        }
        return text.Append("}\n").ToString();
    }

    /// <summary>
    /// The text that puts one interface more into the table that is there: with many of them it takes long to write all anew. It is
    /// refused where the table is not there, or has that interface already.
    /// </summary>
    public static string Addition(FilteredCard card, CardRules rules)
    {
        var text = new StringBuilder($"table bridge {Table} {{\n");
        var ways = Ways();
        Add(text, card, rules, ways);
        text.Append("}\n");
        foreach (var way in ways)
        {
            foreach (var target in way.Targets)
            {
                // To create what is there is an error; to add it again is none.
                text.Append(CultureInfo.InvariantCulture, $"create element bridge {Table} {way.Map} {{ {target} }}\n");
            }
        }
        return text.ToString();
    }

    /// <summary>What the names of an interface's chains begin with.</summary>
    public static string ChainsOf(int tapIndex, bool fromGuest) => string.Create(CultureInfo.InvariantCulture, $"{(fromGuest ? "out" : "in")}/{tapIndex}/");

    /// <summary>Whether an interface's name can be written in a rule: nft has no way to write a quotation mark, and an asterisk means more than itself.</summary>
    public static bool CanName(string tap) => !tap.AsSpan().ContainsAny('"', '\\', '\n') && !tap.EndsWith('*');

    private static void Add(StringBuilder text, FilteredCard card, CardRules? rules, Way[] ways)
    {
        var number = card.TapIndex.ToString(CultureInfo.InvariantCulture);
        if (rules is null)
        {
            ways[0].Targets.Add($"\"{card.Tap}\" : drop");
            ways[1].Targets.Add($"\"{card.Tap}\" : drop");
            return;
        }
        ways[0].Lead(card, CardChains.Write(text, $"out/{number}", rules.Out));
        ways[1].Lead(card, CardChains.Write(text, $"in/{number}", rules.In));
        ways[2].Lead(card, CardChains.WriteFlat(text, $"out/{number}", rules.TransportOut));
        ways[3].Lead(card, CardChains.WriteFlat(text, $"in/{number}", rules.TransportIn));
    }

    private static Way[] Ways() =>
    [
        new("from_guests", "prerouting", "iifname", FramePriority),
        new("to_guests", "postrouting", "oifname", FramePriority),
        new("transport_from_guests", "prerouting", "iifname", TransportPriority),
        new("transport_to_guests", "postrouting", "oifname", TransportPriority),
    ];

    private sealed record Way(string Map, string Hook, string Interface, int Priority)
    {
        public List<string> Targets { get; } = [];

        public void Lead(FilteredCard card, string? chain)
        {
            if (chain is not null)
            {
                Targets.Add($"\"{card.Tap}\" : goto {chain}");
            }
        }
    }
}
