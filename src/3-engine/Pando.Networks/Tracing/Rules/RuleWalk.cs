using System.Text.Json;

namespace Pando.Networks.Tracing.Rules;

/// <summary>What refuses a packet.</summary>
/// <param name="Base">The chain that the kernel has asked.</param>
/// <param name="Rule">The rule; null where none has decided, and the chain's policy refuses the rest.</param>
internal sealed record Refusal(HostChain Base, HostRule? Rule);

/// <summary>What the host's rules make of a packet.</summary>
internal sealed class Judgement
{
    /// <summary>What refuses it for certain.</summary>
    public Refusal? Refused { get; set; }

    /// <summary>The first that refuses it, or does not: that depends on what is not known of the packet.</summary>
    public Refusal? Possible { get; set; }

    /// <summary>The rule of Pando's own that lets it through.</summary>
    public HostRule? Passed { get; set; }

    /// <summary>The rules that translate its addresses; the last of them for certain where <see cref="IsTranslated"/> says so.</summary>
    public List<HostRule> Translations { get; } = [];

    public bool IsTranslated { get; set; }
}

/// <summary>
/// Leads a packet through the host's chains as the kernel does (nft(8), <c>Verdict statement</c>), and keeps apart what is certain from what depends on
/// what is not known of it.
/// </summary>
internal sealed class RuleWalk(HostRules rules, FollowedPacket packet)
{
    // NFT_JUMP_STACK_SIZE.
    private const int MostJumps = 16;

    private static readonly HashSet<string> TranslatingTargets = new(StringComparer.Ordinal) { "MASQUERADE", "SNAT", "DNAT", "REDIRECT", "NETMAP" };

    // Rules with these refuse what is too much, and let pass what is not.
    private static readonly string[] OnlyTooMuch = ["limit", "quota", "ct count"];

    private readonly RuleMatch _match = new(rules, packet);
    private readonly Judgement _judgement = new();
    private HostChain _base = null!;
    // Whether the packet has come here for certain, or may have been let through before.
    private bool _isSure;
    // In how many chains it is that it may not have come to.
    private int _doubts;

    private enum Outcome
    {
        Goes,
        Returns,
        Accepted,
        Refused,
    }

    /// <summary>What becomes of the packet at these places, one after the other.</summary>
    public Judgement Through(params ReadOnlySpan<string> hooks)
    {
        foreach (var hook in hooks)
        {
            _judgement.IsTranslated = false;
            foreach (var chain in rules.At(hook))
            {
                // Only the first packet of a connection is asked for its translation, and once that is known nobody else is asked.
                if (chain.Kind == "nat" && (packet.IsAnswer || _judgement.IsTranslated))
                {
                    continue;
                }
                (_base, _isSure) = (chain, true);
                if (Walk(chain, hook is not "prerouting", 0) is Outcome.Goes or Outcome.Returns && chain.Policy == "drop")
                {
                    Refuse(null);
                }
                if (_judgement.Refused is not null)
                {
                    return _judgement;
                }
            }
        }
        return _judgement;
    }

    private Outcome Walk(HostChain chain, bool isRouted, int depth)
    {
        foreach (var rule in chain.Rules)
        {
            if (Try(rule, isRouted, depth) is var outcome and not Outcome.Goes)
            {
                return outcome;
            }
        }
        return Outcome.Goes;
    }

    private Outcome Try(HostRule rule, bool isRouted, int depth)
    {
        var holds = Answer.Yes;
        foreach (var expression in rule.Expressions)
        {
            var (kind, value) = expression.EnumerateObject().Select(static one => (one.Name, one.Value)).First();
            switch (kind)
            {
                case "match":
                    holds = Least(holds, _match.Holds(value, rule.Chain, isRouted));
                    break;
                case "limit" or "quota" or "ct count" or "queue":
                    holds = Least(holds, Answer.Maybe);
                    break;
                // What iptables(8) has and nft does not is told by its name alone.
                case "xt" when value.ValueKind == JsonValueKind.Object && value.GetProperty("type").GetString() == "target":
                    return Target(value.GetProperty("name").GetString()!, rule, holds);
                case "xt":
                    holds = Least(holds, Answer.Maybe);
                    break;
                case "masquerade" or "snat" or "dnat" or "redirect":
                    return Translate(rule, holds);
                case "vmap":
                    foreach (var (here, verdict) in _match.Verdicts(value, rule.Chain, isRouted))
                    {
                        var (what, whatFor) = verdict.EnumerateObject().Select(static one => (one.Name, one.Value)).First();
                        if (Decide(what, whatFor, rule, Least(holds, here), isRouted, depth) is var mapped and not Outcome.Goes)
                        {
                            return mapped;
                        }
                    }
                    break;
                case "accept" or "drop" or "reject" or "return" or "jump" or "goto":
                    return Decide(kind, value, rule, holds, isRouted, depth);
                default:
                    // Counts, notes, marks: nothing is decided by it.
                    break;
            }
            if (holds == Answer.No)
            {
                return Outcome.Goes;
            }
        }
        return Outcome.Goes;
    }

    private Outcome Decide(string verdict, JsonElement value, HostRule rule, Answer holds, bool isRouted, int depth)
    {
        if (holds == Answer.No)
        {
            return Outcome.Goes;
        }
        switch (verdict)
        {
            case "accept" or "return":
                if (rule.Chain.IsOwn && _base.Kind == "filter")
                {
                    _judgement.Passed = rule;
                }
                _isSure &= holds == Answer.Yes;
                return holds != Answer.Yes ? Outcome.Goes : verdict == "accept" ? Outcome.Accepted : Outcome.Returns;
            case "drop" or "reject":
                return Refuse(rule, holds);
            case "jump" or "goto" when depth < MostJumps && rules.Target(rule.Chain, value.GetProperty("target").GetString()!) is { } target:
                _doubts += holds == Answer.Yes ? 0 : 1;
                var outcome = Walk(target, isRouted, depth + 1);
                _doubts -= holds == Answer.Yes ? 0 : 1;
                // What only returns from the other chain goes on here, or leaves this one, too.
                outcome = outcome is Outcome.Accepted or Outcome.Refused ? outcome : verdict == "jump" ? Outcome.Goes : Outcome.Returns;
                _isSure &= holds == Answer.Yes || outcome is Outcome.Goes or Outcome.Refused;
                return holds == Answer.Yes ? outcome : Outcome.Goes;
            default:
                return Outcome.Goes;
        }
    }

    private Outcome Target(string name, HostRule rule, Answer holds) =>
        holds == Answer.No ? Outcome.Goes
        : TranslatingTargets.Contains(name) ? Translate(rule, holds)
        : name is "REJECT" or "DROP" ? Refuse(rule, holds)
        : Outcome.Goes;

    private Outcome Translate(HostRule rule, Answer holds)
    {
        if (holds == Answer.No)
        {
            return Outcome.Goes;
        }
        // What may have been translated before is translated now at the latest.
        _judgement.Translations.Add(rule);
        _judgement.IsTranslated |= IsCertain(holds);
        return holds == Answer.Yes ? Outcome.Accepted : Outcome.Goes;
    }

    // What may have been refused before is refused now at the latest.
    private Outcome Refuse(HostRule? rule, Answer holds = Answer.Yes)
    {
        if (rule is not null && rule.Expressions.Any(static one => OnlyTooMuch.Any(limit => one.TryGetProperty(limit, out _))))
        {
            return Outcome.Goes;
        }
        var refusal = new Refusal(_base, rule);
        if (IsCertain(holds))
        {
            _judgement.Refused = refusal;
        }
        else
        {
            _judgement.Possible ??= refusal;
        }
        return holds == Answer.Yes ? Outcome.Refused : Outcome.Goes;
    }

    private bool IsCertain(Answer holds) => _isSure && _doubts == 0 && holds == Answer.Yes;

    private static Answer Least(Answer one, Answer other) => one < other ? one : other;
}
