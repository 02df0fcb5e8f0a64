using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Pando.Linux.Networking;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Networks.Firewall;
using Pando.Networks.Tracing.Rules;
using static Pando.Networks.Tracing.TraceFindings;

namespace Pando.Networks.Tracing;

/// <summary>What the host's firewalls, whosesoever, make of a packet of the guest and of its answer, by the very rule; and which rules translate it.</summary>
internal static class VerdictHops
{
    private static readonly SearchValues<char> SafeNames = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");

    /// <summary>Where firewalld has the bridge; nothing where it does not run.</summary>
    public static async Task<TraceHop?> ZoneAsync(TraceContext trace, FirewalldZones zones, CancellationToken cancellationToken)
    {
        if (trace.Definition is not { MakesBridge: true } network || !FirewalldZones.Concern(network))
        {
            return null;
        }
        try
        {
            var bridge = network.Bridge!.Name!;
            return await zones.WhereAsync(network, cancellationToken) switch
            {
                null => null,
                { Zone: null } => ZoneNone.With(("bridge", bridge), ("wanted", FirewalldZones.Of(network))),
                { Zone: var zone } when zone != FirewalldZones.Of(network) => ZoneOther.With(("bridge", bridge), ("zone", zone), ("wanted", FirewalldZones.Of(network))),
                { Zone: var zone } => ZoneIn.With(("bridge", bridge), ("zone", zone)),
            };
        }
        catch (PeerException e)
        {
            return VerdictUnread.With(("reason", e.PeerWords ?? e.Message));
        }
    }

    /// <summary>The verdict, and the translation where it is let through.</summary>
    public static async Task<IReadOnlyList<TraceHop>> JudgeAsync(TraceContext trace, RouteTo? route, CancellationToken cancellationToken)
    {
        if (trace.BridgeName is not { } bridge || Packet(trace, route) is not { } packet)
        {
            return [];
        }
        try
        {
            var rules = await HostRules.ReadAsync(packet.IsIPv6, cancellationToken);
            var outward = new RuleWalk(rules, packet).Through(packet.Out is null ? ["prerouting", "input"] : ["prerouting", "forward", "postrouting"]);
            if (outward.Refused is { } refused)
            {
                return [await RefusedAsync(refused, bridge, isAnswer: false, cancellationToken)];
            }
            var inward = packet.Out is null ? new Judgement() : new RuleWalk(rules, packet.Answer).Through("forward");
            if (inward.Refused is { } lost)
            {
                return [await RefusedAsync(lost, bridge, isAnswer: true, cancellationToken)];
            }
            var hops = new List<TraceHop>
            {
                (outward.Possible ?? inward.Possible) is { } possible ? VerdictPossible.With(await FactsAsync(possible, bridge, cancellationToken))
                : outward.Passed is { } passed ? VerdictAccepted.With(await FactsAsync(passed, cancellationToken))
                : VerdictFree.With(),
            };
            hops.AddRange(await TranslationAsync(trace, packet, rules, outward, cancellationToken));
            return hops;
        }
        catch (Exception e) when (e is CallerException { Code: var code } && code == ErrorCodes.Network.ProgramMissing || e is PeerException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [VerdictUnread.With(("reason", (e as PeerException)?.PeerWords ?? e.Message))];
        }
    }

    // A packet that is routed, or for the host; on a bridge alone no such rules are asked.
    private static FollowedPacket? Packet(TraceContext trace, RouteTo? route)
    {
        var destination = trace.Destination ?? WayOutHops.Anywhere;
        var source = trace.Known.Addresses.Select(static known => known.Address).FirstOrDefault(address => address.AddressFamily == destination.AddressFamily && !address.IsIPv6LinkLocal);
        if (source is null || route is null || trace.Links.FirstOrDefault(link => link.Index == route.Device) is not { } way || way.Name == trace.BridgeName)
        {
            return null;
        }
        return new FollowedPacket(source, destination, trace.BridgeName!, way.Kind is null && way.Name == "lo" ? null : way.Name);
    }

    private static async Task<TraceHop> RefusedAsync(Refusal refusal, string bridge, bool isAnswer, CancellationToken cancellationToken)
    {
        var finding = refusal switch
        {
            { Rule.Chain.IsOwn: true } => VerdictOwn,
            { Rule: null } => isAnswer ? VerdictAnswersPolicy : VerdictPolicy,
            _ => isAnswer ? VerdictAnswers : VerdictRefused,
        };
        return finding.With(await FactsAsync(refusal, bridge, cancellationToken));
    }

    private static async Task<TraceHop[]> TranslationAsync(TraceContext trace, FollowedPacket packet, HostRules rules, Judgement outward, CancellationToken cancellationToken)
    {
        if (trace.Definition is not { MakesBridge: true, Forward: { } forward } || packet.Out is null)
        {
            return [];
        }
        var hops = new List<TraceHop>();
        // Its translation going out; what leads elsewhere instead is told, too.
        if (outward.Translations is { Count: > 0 } translations)
        {
            var facts = await FactsAsync(translations, cancellationToken);
            hops.Add((outward.IsTranslated ? NatTranslated : NatPossible).With(facts));
        }
        else
        {
            var isMeant = forward.Mode == ForwardMode.Nat && (!packet.IsIPv6 || forward.Nat?.TranslatesIPv6 == true);
            hops.Add((isMeant ? NatMissing : NatNone).With(("address", packet.Source.ToString())));
        }
        var inwards = rules.At("prerouting").Where(static chain => chain.Kind == "nat").SelectMany(static chain => chain.Rules)
            .Where(rule => rule.Expressions.Any(one => one.TryGetProperty("dnat", out var dnat) && dnat.TryGetProperty("addr", out var to) && to.ToString() == packet.Source.ToString())).ToArray();
        if (hops[^1].Status != HopStatus.Fail && inwards.Length > 0)
        {
            hops.Add(NatInward.With(await FactsAsync(inwards, cancellationToken)));
        }
        return [.. hops];
    }

    private static async Task<ErrorFact[]> FactsAsync(Refusal refusal, string bridge, CancellationToken cancellationToken) =>
    [
        .. refusal.Rule is { } rule ? await FactsAsync(rule, cancellationToken) : [("table", TableOf(refusal.Base)), ("chain", refusal.Base.Name), ("policy", refusal.Base.Policy)],
        ("base", refusal.Base.Name), ("bridge", bridge),
    ];

    private static Task<ErrorFact[]> FactsAsync(HostRule rule, CancellationToken cancellationToken) => FactsAsync([rule], cancellationToken);

    private static async Task<ErrorFact[]> FactsAsync(IReadOnlyList<HostRule> rules, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        foreach (var rule in rules)
        {
            texts.Add(await TextAsync(rule, cancellationToken));
        }
        var counted = rules.Select(static rule => rule.Packets).Where(static packets => packets is not null).ToArray();
        return
        [
            ("rule", string.Join("; ", texts)), ("table", string.Join(", ", rules.Select(static rule => TableOf(rule.Chain)).Distinct(StringComparer.Ordinal))),
            ("chain", string.Join(", ", rules.Select(static rule => rule.Chain.Name).Distinct(StringComparer.Ordinal))),
            ("packets", counted.Length == 0 ? "—" : counted.Sum()!.Value.ToString(CultureInfo.InvariantCulture)),
        ];
    }

    // As its writer reads it in nft's own listing, found by its number.
    private static async Task<string> TextAsync(HostRule rule, CancellationToken cancellationToken)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $"# handle {rule.Handle}");
        string[] names = [rule.Chain.Table, rule.Chain.Name];
        // nft reads its arguments as a program of its language; what others have named is put into it only where it can be nothing else than a name.
        if (names.All(static name => !name.AsSpan().ContainsAnyExcept(SafeNames)))
        {
            var chain = await Nft.TellAsync(["-a", "list", "chain", rule.Chain.Family, .. names], cancellationToken);
            if (chain.Split('\n').FirstOrDefault(line => line.EndsWith(end, StringComparison.Ordinal)) is { } line)
            {
                return line[..^end.Length].Trim();
            }
        }
        return end;
    }

    private static string TableOf(HostChain chain) => $"{chain.Family} {chain.Table}";
}
