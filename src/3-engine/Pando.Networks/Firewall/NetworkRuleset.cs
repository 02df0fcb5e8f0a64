using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pando.Model.Networks;
using Pando.Networks.Bridges;

namespace Pando.Networks.Firewall;

/// <summary>
/// Pando's own table of nftables (nft(8)), whole, from the networks that are active: it takes the place of the former one in a single
/// transaction, so that nothing has to be remembered of it. What goes through a bridge of Pando's is either allowed here or refused;
/// what does not is left to others.
/// </summary>
internal static class NetworkRuleset
{
    public const string Table = "pando";

    // Ports below are the host's own services: guests are not seen with them (as libvirt has it).
    private const string UsualPorts = "1024-65535";

    /// <summary>The text that <c>nft -f</c> takes; with no network it removes the table.</summary>
    public static string Of(IEnumerable<LiveNetwork> networks)
    {
        var known = networks.Select(static live => live.Definition).Where(HasRules).ToArray();
        var filtered = known.Where(Filters).ToArray();
        var limited = known.Where(OutboundLimits.Has).ToArray();
        // Adding what is there already changes nothing: then it can be deleted whether it was there or not.
        var text = new StringBuilder($"add table inet {Table}\ndelete table inet {Table}\n");
        if (known.Length == 0)
        {
            return text.ToString();
        }
        text.Append(CultureInfo.InvariantCulture, $"table inet {Table} {{\n");
        foreach (var network in limited)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {OutboundLimits.Limit(network)}\n");
        }
        foreach (var network in filtered)
        {
            AddChain(text, FromGuests(network), [.. PortForwardRules.Replies(network), .. Outward(network)]);
            AddChain(text, ToGuests(network), [.. PortForwardRules.Accepted(network), .. Inward(network)]);
        }
        if (limited.Length > 0)
        {
            AddChain(text, "input", ["type filter hook input priority filter; policy accept;", .. limited.Select(static network => OutboundLimits.Received(network, Bridge(network)))]);
        }
        AddChain(text, "forward", ["type filter hook forward priority filter; policy accept;", .. limited.Select(static network => OutboundLimits.Forwarded(network, Bridge(network))), .. filtered.SelectMany(Dispatch)]);
        AddChain(text, "postrouting", ["type nat hook postrouting priority srcnat; policy accept;", .. filtered.SelectMany(PortForwardRules.Answers), .. filtered.SelectMany(Translation)]);
        if (filtered.SelectMany(PortForwardRules.Redirections).ToArray() is { Length: > 0 } redirections)
        {
            AddChain(text, "prerouting", ["type nat hook prerouting priority dstnat; policy accept;", .. redirections]);
            // The host's own connections do not come in anywhere.
            AddChain(text, "output", ["type nat hook output priority -100; policy accept;", .. redirections]);
        }
        return text.Append("}\n").ToString();
    }

    /// <summary>Whether there is anything of a network in the table.</summary>
    public static bool HasRules(NetworkDefinition network) => Filters(network) || OutboundLimits.Has(network);

    private static bool Filters(NetworkDefinition network) => network.MakesBridge && network.Forward?.Mode != ForwardMode.Open;

    private static string Bridge(NetworkDefinition network) => Quoted(network.Bridge!.Name!);

    private static string FromGuests(NetworkDefinition network) => $"from_{network.Id.Value:N}";

    private static string ToGuests(NetworkDefinition network) => $"to_{network.Id.Value:N}";

    // Where a packet may leave its own network is asked first; whether the other network lets it in, afterwards.
    private static IEnumerable<string> Dispatch(NetworkDefinition network)
    {
        var bridge = Bridge(network);
        yield return $"iifname {bridge} oifname {bridge} accept";
        yield return $"iifname {bridge} jump {FromGuests(network)}";
        yield return $"oifname {bridge} goto {ToGuests(network)}";
    }

    private static IEnumerable<string> Outward(NetworkDefinition network)
    {
        if (network.Forward is { } forward)
        {
            foreach (var subnet in Subnets(network))
            {
                yield return $"{Way("oifname", forward)}{Family(subnet)} saddr {subnet} counter return";
            }
        }
        yield return "counter reject with icmpx type admin-prohibited";
    }

    private static IEnumerable<string> Inward(NetworkDefinition network)
    {
        if (network.Forward is { } forward)
        {
            foreach (var subnet in Subnets(network))
            {
                var answers = IsTranslated(network, subnet) ? "ct state established,related " : string.Empty;
                yield return $"{Way("iifname", forward)}{Family(subnet)} daddr {subnet} {answers}counter accept";
            }
        }
        yield return "counter reject with icmpx type admin-prohibited";
    }

    private static IEnumerable<string> Translation(NetworkDefinition network)
    {
        foreach (var subnet in Subnets(network).Where(subnet => IsTranslated(network, subnet)))
        {
            var forward = network.Forward!;
            var family = Family(subnet);
            var from = $"{family} saddr {subnet}";
            // What is for all neighbours stays between them.
            yield return $"{from} {family} daddr {(family == "ip" ? "{ 224.0.0.0/24, 255.255.255.255 }" : "ff00::/8")} return";
            var way = $"{Way("oifname", forward)}{from} {family} daddr != {subnet}";
            var ports = forward.Nat is { FirstPort: { } first, LastPort: { } last } ? $"{first}-{last}" : UsualPorts;
            if (family == "ip" && forward.Nat is { First: { } low } range)
            {
                var addresses = range.Last is { } high && high != low ? $"{low}-{high}" : low;
                yield return $"{way} meta l4proto {{ tcp, udp }} counter snat ip to {addresses}:{ports}";
                yield return $"{way} counter snat ip to {addresses}";
            }
            else
            {
                yield return $"{way} meta l4proto {{ tcp, udp }} counter masquerade to :{ports}";
                yield return $"{way} counter masquerade";
            }
        }
    }

    private static bool IsTranslated(NetworkDefinition network, IPNetwork subnet) =>
        network.Forward is { Mode: ForwardMode.Nat } forward
        && (subnet.BaseAddress.AddressFamily == AddressFamily.InterNetwork || forward.Nat?.TranslatesIPv6 == true);

    /// <summary>Its own subnets, and those that are reached through its guests.</summary>
    private static IEnumerable<IPNetwork> Subnets(NetworkDefinition network) =>
        network.Addresses.Items.Select(static address => address.Network())
            .Concat(network.Routes.Items.Select(static route => IpNetworks.Of(IPAddress.Parse(route.Address), NetworkBridgeDevice.PrefixOf(route))));

    private static string Way(string direction, NetworkForward forward) =>
        forward.Devices.Items.FirstOrDefault() is { } device ? $"{direction} {Quoted(device)} " : string.Empty;

    internal static string Family(IPNetwork subnet) => subnet.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? "ip" : "ip6";

    private static void AddChain(StringBuilder text, string name, IEnumerable<string> rules)
    {
        text.Append(CultureInfo.InvariantCulture, $"  chain {name} {{\n");
        foreach (var rule in rules)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {rule}\n");
        }
        text.Append("  }\n");
    }

    /// <summary>A device's name. The kernel takes nearly every character in one; nft has no way to write a quotation mark.</summary>
    private static string Quoted(string device) => device.AsSpan().ContainsAny('"', '\\', '\n') || device.EndsWith('*')
        ? throw new ArgumentException($"{device} cannot be written in a rule.", nameof(device))
        : $"\"{device}\"";
}
