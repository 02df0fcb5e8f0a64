namespace Pando.Model.NetworkFilters;

/// <summary>The chains that rules can stand in.</summary>
public static class FilterChains
{
    /// <summary>Where every packet begins.</summary>
    public const string Root = "root";

    // As libvirt limits them: with what it puts in front they are names of ebtables.
    private const int Longest = 12;

    // What begins with "arp" is not meant by "rarp", nor the other way round: order says nothing.
    private static readonly (string Prefix, int Priority)[] Known =
        [("stp", -810), ("mac", -800), ("vlan", -750), ("ipv4", -700), ("ipv6", -600), ("arp", -500), ("rarp", -400)];

    /// <summary>What could stand there, for an error.</summary>
    public static string Expected => $"{Root} | {string.Join(" | ", Known.Select(static chain => chain.Prefix + "…"))} (1…12: A-Z a-z 0-9 _ . : -)";

    /// <summary>Whether a chain can have that name.</summary>
    public static bool IsGood(string name) => name == Root
        || (name.Length <= Longest && Prefix(name) is not null && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or ':' or '-'));

    /// <summary>The protocol whose packets come to a chain; null for those that all come to.</summary>
    public static string? Prefix(string name) => Array.Find(Known, chain => name.StartsWith(chain.Prefix, StringComparison.Ordinal)).Prefix;

    /// <summary>When a chain's turn is where its filter says nothing of it.</summary>
    public static int UsualPriority(string name) => Array.Find(Known, chain => name.StartsWith(chain.Prefix, StringComparison.Ordinal)).Priority;
}
