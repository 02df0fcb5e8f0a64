using System.Globalization;
using Pando.Model.Errors;

namespace Pando.Networks.HostNetwork.Configuration;

/// <summary>
/// netplan (netplan(5)): the new device stands in a file of Pando's own. netplan joins all files, and adds up their lists: no other
/// file can take an address from a card. So what the card has of addresses is moved out of its own place, which is found by how it
/// is indented, as installers and cloud-init write it; whoever writes it on one line is asked to change it himself.
/// </summary>
internal sealed class NetplanConfiguration : IHostConfiguration
{
    private const string Folder = "etc/netplan";
    private static readonly string[] Kinds = ["ethernets", "bonds", "vlans"];
    private static readonly string[] Moving =
    [
        "addresses", "gateway4", "gateway6", "routes", "routing-policy", "nameservers", "dhcp4", "dhcp6", "dhcp4-overrides", "dhcp6-overrides", "dhcp-identifier",
        "accept-ra", "link-local", "ipv6-privacy", "ipv6-address-generation", "ipv6-address-token", "optional-addresses",
    ];

    public string Name => "netplan";

    public IReadOnlyList<FileEdit>? Edits(ConfigurationWish wish)
    {
        var blocks = wish.Change.Ports.Select(port => Find(wish.Root, port)).ToArray();
        if (Array.Find(blocks, static block => block is not null) is not { } first)
        {
            return null;
        }
        var name = wish.Change.Name;
        List<string> lines = ["# Written by Pando.", "network:", "  version: 2", $"  {wish.Change.Action.ToString().ToLowerInvariant()}s:", $"    {name}:"];
        List<FileEdit> edits = [];
        if (wish.Change.Action == HostNetworkAction.Vlan)
        {
            lines.AddRange([string.Create(CultureInfo.InvariantCulture, $"      id: {wish.Change.Vlan}"), $"      link: {wish.Change.Ports[0]}", "      link-local: []"]);
        }
        else
        {
            lines.Add($"      interfaces: [{string.Join(", ", wish.Change.Ports)}]");
            lines.AddRange(Parameters(wish));
            foreach (var block in blocks.OfType<Block>())
            {
                lines.AddRange(block == first ? block.Moved("      ") : []);
                edits.Add(new FileEdit(block.File, block.Text, block.WithoutAddresses(), OwnerOnly: true));
            }
        }
        return [.. edits, new FileEdit(wish.Path($"{Folder}/99-pando-{name}.yaml"), null, string.Concat(lines.Select(static line => line + "\n")), OwnerOnly: true)];
    }

    private static IEnumerable<string> Parameters(ConfigurationWish wish)
    {
        if (wish.Mac is { } mac)
        {
            yield return $"      macaddress: \"{mac}\"";
        }
        yield return "      parameters:";
        if (wish.Change.Action == HostNetworkAction.Bridge)
        {
            yield return $"        stp: {(wish.Change.SpanningTree ? "true" : "false")}";
            if (!wish.Change.SpanningTree)
            {
                yield return "        forward-delay: 0";
            }
            yield break;
        }
        var bond = wish.Change.Bond!;
        yield return $"        mode: {BondWords.Mode(bond)}";
        yield return $"        mii-monitor-interval: {BondWords.Miimon(bond)}";
        if (BondWords.Policy(bond) is { } policy)
        {
            yield return $"        transmit-hash-policy: {policy}";
        }
        if (BondWords.Rate(bond) is { } rate)
        {
            yield return $"        lacp-rate: {rate}";
        }
    }

    /// <summary>The last file that speaks of a device, as the last one counts.</summary>
    private static Block? Find(string root, string device)
    {
        var folder = Path.Combine(root, Folder);
        Block[] blocks = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(file => Block.Find(file, device)).OfType<Block>()]
            : [];
        return blocks.Length > 1
            ? throw new CallerException(ErrorCodes.HostNetwork.ConfigurationUnclear, ("file", blocks[0].File), ("reason", $"{device}: {blocks[1].File}"))
            : blocks.FirstOrDefault();
    }

    /// <summary>The lines of one device, with deeper ones below its name.</summary>
    private sealed record Block(string File, IReadOnlyList<string> Lines)
    {
        public string Text => string.Join('\n', Lines);

        public static Block? Find(string file, string device)
        {
            var lines = System.IO.File.ReadAllText(file).Split('\n');
            var kind = string.Empty;
            for (var at = 0; at < lines.Length; at++)
            {
                var line = lines[at].TrimEnd();
                var word = line.Trim().TrimEnd(':').Trim('"', '\'');
                if (Depth(line) > 0 && line.EndsWith(':') && (Kinds.Contains(word, StringComparer.Ordinal) || word is "bridges" or "wifis" or "tunnels" or "vrfs" or "modems" or "openvswitch"))
                {
                    kind = word;
                }
                else if (word == device && line.EndsWith(':') && Depth(line) > 0 && Kinds.Concat(["bridges"]).Contains(kind, StringComparer.Ordinal))
                {
                    var end = at + 1;
                    while (end < lines.Length && (lines[end].Trim().Length == 0 || Depth(lines[end]) > Depth(line)))
                    {
                        end++;
                    }
                    while (lines[end - 1].Trim().Length == 0)
                    {
                        end--;
                    }
                    return new Block(file, lines[at..end]);
                }
                else if (line.TrimStart().TrimStart('"', '\'').StartsWith(device + ":", StringComparison.Ordinal) || line.Contains('{', StringComparison.Ordinal) && line.Contains(device, StringComparison.Ordinal))
                {
                    throw new CallerException(ErrorCodes.HostNetwork.ConfigurationUnclear, ("file", file), ("reason", line.Trim()));
                }
            }
            return null;
        }

        /// <summary>What goes along, indented anew.</summary>
        public IEnumerable<string> Moved(string indent)
        {
            var depth = ChildDepth;
            return Parts(moving: true).Select(line => line.Trim().Length == 0 ? string.Empty : indent + line[Math.Min(depth, Depth(line))..].TrimEnd());
        }

        /// <summary>The same device without what goes along; netplan asks for nothing by itself.</summary>
        public string WithoutAddresses()
        {
            var indent = new string(' ', ChildDepth);
            return string.Join('\n', [Lines[0], .. Parts(moving: false), $"{indent}dhcp4: false", $"{indent}dhcp6: false", $"{indent}link-local: []"]);
        }

        private int ChildDepth => Lines.Skip(1).Where(static line => line.Trim() is [not '#', ..]).Select(Depth).FirstOrDefault(Depth(Lines[0]) + 2);

        private IEnumerable<string> Parts(bool moving)
        {
            var goes = false;
            foreach (var line in Lines.Skip(1))
            {
                if (Depth(line) == ChildDepth && line.Trim() is [not ('#' or '-'), ..])
                {
                    goes = Moving.Contains(line.Trim().Split(':')[0], StringComparer.Ordinal);
                }
                if (goes == moving)
                {
                    yield return line;
                }
            }
        }

        private static int Depth(string line) => line.Length - line.TrimStart(' ').Length;
    }
}
