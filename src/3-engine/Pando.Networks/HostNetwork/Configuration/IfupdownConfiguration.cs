using System.Globalization;
using Pando.Model.Errors;

namespace Pando.Networks.HostNetwork.Configuration;

/// <summary>
/// Debian's ifupdown: <c>/etc/network/interfaces</c> and what it takes in (interfaces(5)). There is no way to say in another file that
/// a card has no address any more: so the card's stanza is replaced where it stands, by one without, followed by that of the new
/// device with the card's options. What makes the device are commands of ip(8), which ifupdown needs itself; bridge-utils and ifenslave
/// need not be there.
/// </summary>
internal sealed class IfupdownConfiguration : IHostConfiguration
{
    private static readonly string[] Commands = ["up", "pre-up", "post-up", "down", "pre-down", "post-down"];
    private static readonly string[] OfTheCard = ["hwaddress", "link-speed", "link-duplex", "ethernet-"];

    public string Name => "ifupdown";

    public IReadOnlyList<FileEdit>? Edits(ConfigurationWish wish)
    {
        var all = InterfacesStanza.ReadAll(wish.Root);
        var stanzas = all.Where(stanza => wish.Change.Ports.Contains(stanza.Interface, StringComparer.Ordinal)).ToArray();
        if (stanzas.Length == 0)
        {
            return null;
        }
        if (Array.Find(stanzas, static stanza => stanza.Method.Length == 0 || stanza.Text.Contains('\\', StringComparison.Ordinal) || stanza.Text.Contains(" inherits ", StringComparison.Ordinal)) is { } unclear)
        {
            throw new CallerException(ErrorCodes.HostNetwork.ConfigurationUnclear, ("file", unclear.Place), ("reason", unclear.Text.Split('\n')[0].Trim()));
        }
        if (all.FirstOrDefault(stanza => stanza.Interface == wish.Change.Name) is { } taken)
        {
            throw new CallerException(ErrorCodes.HostNetwork.ConfigurationUnclear, ("file", taken.Place), ("reason", taken.Text.Split('\n')[0].Trim()));
        }
        if (wish.Change.Action == HostNetworkAction.Vlan)
        {
            var last = stanzas[^1];
            return [new FileEdit(last.Place, last.Text, Joined([last.Text, string.Empty, $"auto {wish.Change.Name}", $"iface {wish.Change.Name} inet manual", .. MadeBy(wish)]), OwnerOnly: false)];
        }
        return [.. stanzas.Select((stanza, at) => new FileEdit(stanza.Place, stanza.Text, Replacement(wish, stanzas, at), OwnerOnly: false))];
    }

    private static string Replacement(ConfigurationWish wish, InterfacesStanza[] stanzas, int at)
    {
        var stanza = stanzas[at];
        var (name, card) = (wish.Change.Name, stanza.Interface);
        var isFirstOfCard = Array.FindIndex(stanzas, other => other.Interface == card) == at;
        IEnumerable<string> own = isFirstOfCard ? [$"iface {card} inet manual", .. stanza.Options.Where(option => StaysWith(option, card)).Select(Indented), string.Empty] : [];
        if (stanza.Method == "manual" && at > 0)
        {
            // It carries nothing that could go along.
            return stanza.Text;
        }
        IEnumerable<string> made = at == 0 ? MadeBy(wish) : [];
        return Joined(
        [
            .. own, .. at == 0 ? [$"auto {name}"] : Array.Empty<string>(), $"iface {name} {stanza.Family} {stanza.Method}",
            .. stanza.Options.Where(option => !StaysWith(option, card)).Select(option => Indented(Moved(option, card, name))), .. made,
        ]);
    }

    /// <summary>What makes a device, where it is not there, and removes it.</summary>
    private static IEnumerable<string> MadeBy(ConfigurationWish wish)
    {
        var (name, ports) = (wish.Change.Name, wish.Change.Ports);
        var unless = $"pre-up ip link show dev {name} >/dev/null 2>&1 || ip link add ";
        switch (wish.Change.Action)
        {
            case HostNetworkAction.Vlan:
                yield return Indented(string.Create(CultureInfo.InvariantCulture, $"{unless}link {ports[0]} name {name} type vlan id {wish.Change.Vlan}"));
                break;
            case HostNetworkAction.Bond:
                var bond = wish.Change.Bond!;
                // Otherwise udev gives it one of its own (systemd.link(5), MACAddressPolicy), which is another than it has now.
                yield return Indented($"{unless}name {name} address {wish.Mac} type bond mode {BondWords.Mode(bond)} miimon {BondWords.Miimon(bond)}"
                    + (BondWords.Policy(bond) is { } policy ? $" xmit_hash_policy {policy}" : string.Empty) + (BondWords.Rate(bond) is { } rate ? $" lacp_rate {rate}" : string.Empty));
                foreach (var port in ports)
                {
                    yield return Indented($"pre-up ip link set dev {port} down");
                    yield return Indented($"pre-up ip link set dev {port} master {name}");
                }
                break;
            default:
                yield return Indented($"{unless}name {name} address {wish.Mac} type bridge stp_state {(wish.Change.SpanningTree ? "1" : "0 forward_delay 0")}");
                yield return Indented($"pre-up ip link set dev {ports[0]} up master {name}");
                break;
        }
        yield return Indented($"post-down ip link delete dev {name}");
    }

    // A command that names the card, and not as the device of a route, is about the card.
    private static bool StaysWith(string option, string card)
    {
        var words = option.Split(' ', '\t');
        return Commands.Contains(words[0], StringComparer.Ordinal)
            ? words.Contains(card, StringComparer.Ordinal) && !IsRoute(words)
            : OfTheCard.Any(one => words[0].StartsWith(one, StringComparison.Ordinal));
    }

    private static bool IsRoute(string[] words) => words.Contains("route", StringComparer.Ordinal) || words.Contains("rule", StringComparer.Ordinal);

    private static string Moved(string option, string card, string name) =>
        Commands.Contains(option.Split(' ', '\t')[0], StringComparer.Ordinal) ? string.Join(' ', option.Split(' ').Select(word => word == card ? name : word)) : option;

    private static string Indented(string line) => "    " + line;

    private static string Joined(IEnumerable<string> lines) => string.Join('\n', lines);
}
