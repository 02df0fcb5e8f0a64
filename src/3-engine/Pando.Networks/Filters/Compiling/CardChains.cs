using System.Globalization;
using System.Text;
using Pando.Model.NetworkFilters;

namespace Pando.Networks.Filters.Compiling;

/// <summary>Writes the chains of one interface and one direction: the root chain, and those that it leads to.</summary>
internal static class CardChains
{
    // Whose packets come to a chain that begins with a protocol.
    private static readonly Dictionary<string, string> Gates = new(StringComparer.Ordinal)
    {
        ["ipv4"] = "ether type ip ",
        ["ipv6"] = "ether type ip6 ",
        ["arp"] = "ether type arp ",
        ["rarp"] = "ether type 0x8035 ",
        ["vlan"] = "ether type 8021q ",
        ["stp"] = "ether daddr 01:80:c2:00:00:00 ",
        ["mac"] = string.Empty,
    };

    /// <summary>Writes rules in chains, and answers the name of the root chain; null where there is nothing to ask.</summary>
    public static string? Write(StringBuilder text, string prefix, IReadOnlyList<ChainRule> rules)
    {
        if (rules.Count == 0)
        {
            return null;
        }
        var chains = rules.Where(static rule => rule.Chain != FilterChains.Root).GroupBy(static rule => rule.Chain, StringComparer.Ordinal)
            .OrderBy(static chain => chain.First().ChainPriority).ToArray();
        foreach (var chain in chains)
        {
            Write(text, Name(prefix, chain.Key), chain.OrderBy(static rule => rule.Priority).Select(static rule => rule.Text));
        }
        // A chain's turn is before that of the root chain's rules of the same number.
        var root = chains.Select(chain => (Priority: chain.First().ChainPriority, Order: 0, Text: $"{Gates[FilterChains.Prefix(chain.Key)!]}jump {Name(prefix, chain.Key)}"))
            .Concat(rules.Where(static rule => rule.Chain == FilterChains.Root).Select(static rule => (rule.Priority, Order: 1, rule.Text)))
            .OrderBy(static part => part.Priority).ThenBy(static part => part.Order);
        Write(text, Name(prefix, FilterChains.Root), root.Select(static part => part.Text));
        return Name(prefix, FilterChains.Root);
    }

    /// <summary>Writes the rules on transport protocols, which are in one chain.</summary>
    public static string? WriteFlat(StringBuilder text, string prefix, IReadOnlyList<ChainRule> rules)
    {
        if (rules.Count == 0)
        {
            return null;
        }
        var name = Name(prefix, "transport");
        Write(text, name, rules.OrderBy(static rule => rule.Priority).Select(static rule => rule.Text));
        return name;
    }

    public static void Write(StringBuilder text, string name, IEnumerable<string> rules)
    {
        text.Append(CultureInfo.InvariantCulture, $"  chain {name} {{\n");
        foreach (var rule in rules)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {rule}\n");
        }
        text.Append("  }\n");
    }

    // nft knows no colon in names; no chain of a filter has the stroke that stands for it.
    private static string Name(string prefix, string chain) => $"{prefix}/{chain.Replace(':', '/')}";
}
