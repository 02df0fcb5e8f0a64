using System.Net;
using System.Text.Json;

namespace Pando.Networks.Tracing.Rules;

/// <summary>Whether something is so, as far as a packet is known.</summary>
internal enum Answer
{
    No,
    Maybe,
    Yes,
}

/// <summary>Compares what is known of a packet with what a rule wants of it (libnftables-json(5), <c>match</c>).</summary>
internal sealed class RuleMatch(HostRules rules, FollowedPacket packet)
{
    /// <summary>Whether a comparison holds, at a place where the way out is known or not yet.</summary>
    public Answer Holds(JsonElement match, HostChain chain, bool isRouted)
    {
        var fact = Of(match.GetProperty("left"), isRouted);
        return fact.IsAbsent ? Answer.No : match.GetProperty("op").GetString() switch
        {
            "==" or "in" => IsIn(fact, match.GetProperty("right"), chain),
            "!=" => Not(IsIn(fact, match.GetProperty("right"), chain)),
            _ => Answer.Maybe,
        };
    }

    /// <summary>The verdicts of a map that may be this packet's, each with whether it is.</summary>
    public IEnumerable<(Answer Holds, JsonElement Verdict)> Verdicts(JsonElement map, HostChain chain, bool isRouted)
    {
        var key = Of(map.GetProperty("key"), isRouted);
        if (key.IsAbsent || Elements(map.GetProperty("data"), chain) is not { } entries)
        {
            yield break;
        }
        foreach (var entry in entries.Where(static entry => entry.ValueKind == JsonValueKind.Array && entry.GetArrayLength() == 2))
        {
            if (IsIn(key, entry[0], chain) is var holds and not Answer.No)
            {
                yield return (holds, entry[1]);
                if (holds == Answer.Yes)
                {
                    yield break;
                }
            }
        }
    }

    private static Answer Not(Answer answer) => (Answer)(Answer.Yes - answer);

    private static Answer Any(IEnumerable<Answer> answers) => answers.DefaultIfEmpty(Answer.No).Max();

    // What the packet has at a place: an address, words, several of these, nothing that is known, or no such thing at all.
    private Fact Of(JsonElement left, bool isRouted)
    {
        if (left.ValueKind != JsonValueKind.Object)
        {
            return Fact.Unknown;
        }
        var (kind, value) = left.EnumerateObject().Select(static one => (one.Name, one.Value)).First();
        return kind switch
        {
            "meta" => OfMeta(value.GetProperty("key").GetString()!, isRouted),
            "payload" when value.TryGetProperty("protocol", out var protocol) => OfPayload(protocol.GetString()!, value.GetProperty("field").GetString()!),
            "ct" => OfConnection(value.GetProperty("key").GetString()!),
            "fib" => OfRoutes(value.GetProperty("result").GetString()!, [.. value.GetProperty("flags").EnumerateArray().Select(static flag => flag.GetString()!)]),
            "concat" => new Fact { Parts = [.. value.EnumerateArray().Select(part => Of(part, isRouted))] },
            _ => Fact.Unknown,
        };
    }

    private Fact OfMeta(string key, bool isRouted) => key switch
    {
        "iifname" or "iif" => Fact.Word(packet.In),
        "oifname" or "oif" => isRouted && packet.Out is { } way ? Fact.Word(way) : Fact.Absent,
        "nfproto" => Fact.Word(packet.IsIPv6 ? "ipv6" : "ipv4"),
        "protocol" => Fact.Word(packet.IsIPv6 ? "ip6" : "ip"),
        _ => Fact.Unknown,
    };

    private Fact OfPayload(string protocol, string field) => (protocol, field) switch
    {
        ("ip" or "icmp" or "igmp", _) when packet.IsIPv6 => Fact.Absent,
        ("ip6" or "icmpv6", _) when !packet.IsIPv6 => Fact.Absent,
        ("arp", _) => Fact.Absent,
        ("ip" or "ip6", "saddr") => Fact.Is(packet.Source),
        ("ip" or "ip6", "daddr") => Fact.Is(packet.Destination),
        _ => Fact.Unknown,
    };

    private Fact OfConnection(string key) => (key, packet.IsAnswer) switch
    {
        ("state", var known) => Fact.Word(known ? "established" : "new"),
        ("direction", var reply) => Fact.Word(reply ? "reply" : "original"),
        // Nothing has become of a connection that only begins.
        ("status", false) => new Fact { Words = [] },
        // Its own connection was not led elsewhere; what else has become of it is not known.
        ("status", true) => new Fact { Words = ["seen-reply", "confirmed"], MayBe = ["assured", "snat"] },
        _ => Fact.Unknown,
    };

    private Fact OfRoutes(string result, string[] flags) => (result, flags) switch
    {
        ("type", ["daddr", ..]) => Fact.Word(packet.Out is null ? "local" : "unicast"),
        // Guests' addresses are behind their bridges: there is a way back to them, and it is not "missing", which nft tells as false.
        ("oif" or "oifname", ["saddr", ..]) when !packet.IsAnswer => Fact.Word(packet.In),
        _ => Fact.Unknown,
    };

    private Answer IsIn(Fact fact, JsonElement wanted, HostChain chain)
    {
        switch (wanted.ValueKind)
        {
            case JsonValueKind.Array:
                return Any(wanted.EnumerateArray().Select(one => IsIn(fact, one, chain)));
            case JsonValueKind.String when wanted.GetString() is ['@', ..]:
                return Elements(wanted, chain) is { } named ? Any(named.Select(one => IsIn(fact, one, chain))) : Answer.Maybe;
            case JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return fact.Is(wanted.ToString());
            case JsonValueKind.Object:
                var (kind, value) = wanted.EnumerateObject().Select(static one => (one.Name, one.Value)).First();
                return kind switch
                {
                    "set" => IsIn(fact, value, chain),
                    "elem" => IsIn(fact, value.GetProperty("val"), chain),
                    "prefix" => fact.IsWithin(value.GetProperty("addr").GetString(), value.GetProperty("len").GetInt32()),
                    "range" => fact.IsBetween(value[0].ToString(), value[1].ToString()),
                    "concat" when fact.Parts is { } parts && parts.Count == value.GetArrayLength() =>
                        parts.Zip(value.EnumerateArray(), (part, one) => IsIn(part, one, chain)).Min(),
                    _ => Answer.Maybe,
                };
            default:
                return Answer.Maybe;
        }
    }

    private IReadOnlyList<JsonElement>? Elements(JsonElement of, HostChain chain) =>
        of.ValueKind == JsonValueKind.String ? rules.Set(chain, of.GetString()![1..])
        : of.ValueKind == JsonValueKind.Object && of.TryGetProperty("set", out var set) ? [.. set.EnumerateArray()]
        : null;

    private sealed record Fact
    {
        public static readonly Fact Unknown = new();
        public static readonly Fact Absent = new() { IsAbsent = true };

        public bool IsAbsent { get; private init; }

        public IPAddress? Address { get; private init; }

        public IReadOnlyList<string>? Words { get; init; }

        public IReadOnlyList<string> MayBe { get; init; } = [];

        public IReadOnlyList<Fact>? Parts { get; init; }

        public static Fact Word(string word) => new() { Words = [word] };

        public static Fact Is(IPAddress address) => new() { Address = address };

        public Answer Is(string wanted) => (Address, Words) switch
        {
            ({ } address, _) => IPAddress.TryParse(wanted, out var other) ? Sure(address.Equals(other)) : Answer.Maybe,
            (_, not null) when MayBe.Contains(wanted, StringComparer.Ordinal) => Answer.Maybe,
            (_, { } words) => Sure(words.Any(word => wanted.EndsWith('*') ? word.StartsWith(wanted[..^1], StringComparison.Ordinal) : word == wanted)),
            _ => Answer.Maybe,
        };

        public Answer IsWithin(string? network, int length) => Address is { } address && IPAddress.TryParse(network, out var prefix) && prefix.AddressFamily == address.AddressFamily
            ? Sure(Model.Networks.IpNetworks.Of(prefix, length).Contains(address))
            : Answer.Maybe;

        public Answer IsBetween(string first, string last) => Address is { } address && IPAddress.TryParse(first, out var low) && IPAddress.TryParse(last, out var high)
            ? Sure(address.GetAddressBytes().AsSpan().SequenceCompareTo(low.GetAddressBytes()) >= 0 && address.GetAddressBytes().AsSpan().SequenceCompareTo(high.GetAddressBytes()) <= 0)
            : Answer.Maybe;

        private static Answer Sure(bool isSo) => isSo ? Answer.Yes : Answer.No;
    }
}
