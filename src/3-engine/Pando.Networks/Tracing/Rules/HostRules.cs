using System.Text.Json;
using Pando.Model.Errors;
using Pando.Networks.Firewall;

namespace Pando.Networks.Tracing.Rules;

/// <summary>A chain of nftables. One without a hook is only jumped to.</summary>
internal sealed record HostChain(string Family, string Table, string Name)
{
    /// <summary>Where the kernel asks it; null where it does not by itself.</summary>
    public string? Hook { get; init; }

    /// <summary><c>filter</c>, <c>nat</c> or <c>route</c>.</summary>
    public string? Kind { get; init; }

    public int Priority { get; init; }

    /// <summary>What becomes of what no rule has decided: <c>accept</c> or <c>drop</c>.</summary>
    public string Policy { get; init; } = "accept";

    public List<HostRule> Rules { get; } = [];

    /// <summary>Whether it is in the table of Pando's own.</summary>
    public bool IsOwn => Family == "inet" && Table == NetworkRuleset.Table;
}

/// <summary>A rule: what it compares and does, one after the other.</summary>
internal sealed record HostRule(HostChain Chain, long Handle, IReadOnlyList<JsonElement> Expressions)
{
    /// <summary>How many packets its counter has seen; null where it has none.</summary>
    public long? Packets => Expressions.Where(static one => one.TryGetProperty("counter", out var counter) && counter.ValueKind == JsonValueKind.Object && counter.TryGetProperty("packets", out _))
        .Select(static one => (long?)one.GetProperty("counter").GetProperty("packets").GetInt64()).FirstOrDefault();
}

/// <summary>The host's rules for routed packets of one family, whoever has written them, as nft(8) tells them in JSON (libnftables-json(5)).</summary>
internal sealed class HostRules
{
    private readonly Dictionary<(string Family, string Table, string Name), HostChain> _chains = [];
    private readonly Dictionary<(string Family, string Table, string Name), JsonElement[]> _sets = [];

    private HostRules()
    {
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="PeerException"><c>network.nft-refused</c>, with its words.</exception>
    /// <exception cref="CallerException"><c>network.program-missing</c>.</exception>
    /// <exception cref="JsonException">It tells what is not of its form.</exception>
    public static async Task<HostRules> ReadAsync(bool ipv6, CancellationToken cancellationToken)
    {
        var rules = new HostRules();
        foreach (var family in new[] { "inet", ipv6 ? "ip6" : "ip" })
        {
            rules.Take(await Nft.TellAsync(["-j", "list", "ruleset", family], cancellationToken));
        }
        return rules;
    }

    /// <summary>The chains that the kernel asks at a place, in its order.</summary>
    public IEnumerable<HostChain> At(string hook) => _chains.Values.Where(chain => chain.Hook == hook).OrderBy(static chain => chain.Priority);

    /// <summary>The chain that a rule of another one names; null where it has gone meanwhile.</summary>
    public HostChain? Target(HostChain from, string name) => _chains.GetValueOrDefault((from.Family, from.Table, name));

    /// <summary>What is in a set or a map; null where it is not known.</summary>
    public IReadOnlyList<JsonElement>? Set(HostChain from, string name) => _sets.GetValueOrDefault((from.Family, from.Table, name));

    private void Take(string told)
    {
        // What else it has to say, of who looks after a table, comes before.
        using var document = JsonDocument.Parse(told[Math.Max(0, told.IndexOf("{\"nftables\"", StringComparison.Ordinal))..]);
        foreach (var one in document.RootElement.GetProperty("nftables").Clone().EnumerateArray())
        {
            if (one.TryGetProperty("chain", out var chain))
            {
                var made = new HostChain(Text(chain, "family"), Text(chain, "table"), Text(chain, "name"))
                {
                    Hook = chain.TryGetProperty("hook", out var hook) ? hook.GetString() : null,
                    Kind = chain.TryGetProperty("type", out var kind) ? kind.GetString() : null,
                    Priority = chain.TryGetProperty("prio", out var priority) ? priority.GetInt32() : 0,
                    Policy = chain.TryGetProperty("policy", out var policy) ? policy.GetString()! : "accept",
                };
                _chains[(made.Family, made.Table, made.Name)] = made;
            }
            else if (one.TryGetProperty("rule", out var rule) && _chains.TryGetValue((Text(rule, "family"), Text(rule, "table"), Text(rule, "chain")), out var of))
            {
                of.Rules.Add(new HostRule(of, rule.GetProperty("handle").GetInt64(), [.. rule.GetProperty("expr").EnumerateArray()]));
            }
            else if (one.TryGetProperty("set", out var set) || one.TryGetProperty("map", out set))
            {
                _sets[(Text(set, "family"), Text(set, "table"), Text(set, "name"))] = set.TryGetProperty("elem", out var elements) ? [.. elements.EnumerateArray()] : [];
            }
        }
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
}
