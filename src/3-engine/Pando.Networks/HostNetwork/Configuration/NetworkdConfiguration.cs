using System.Globalization;
using System.IO.Enumeration;
using Pando.Model.Errors;

namespace Pando.Networks.HostNetwork.Configuration;

/// <summary>
/// systemd-networkd: <c>.netdev</c> and <c>.network</c> files (systemd.netdev(5), systemd.network(5)). The first file that matches a
/// device counts, in the order of the names: so files of Pando's own go before the administrator's, which stays as it is.
/// </summary>
internal sealed class NetworkdConfiguration : IHostConfiguration
{
    private static readonly string[] Folders = ["etc/systemd/network", "run/systemd/network", "usr/local/lib/systemd/network", "usr/lib/systemd/network"];
    private static readonly string[] Before = ["10-pando", "05-pando", "00-pando", "00-00-pando"];
    private const string Extension = ".network";

    public string Name => "systemd-networkd";

    public IReadOnlyList<FileEdit>? Edits(ConfigurationWish wish)
    {
        // It writes this file when it runs; the folder is there in any case (tmpfiles.d(5)).
        if (!File.Exists(wish.Path("run/systemd/netif/state")) || wish.Cards.Select(card => Find(wish.Root, card.Name, card.Mac)).FirstOrDefault(static file => file is not null) is not { } file)
        {
            return null;
        }
        var prefix = Array.Find(Before, one => string.CompareOrdinal($"{one}-{wish.Change.Name}{Extension}", Path.GetFileName(file)) < 0)
            ?? throw new CallerException(ErrorCodes.HostNetwork.ConfigurationUnclear, ("file", file), ("reason", "00-00-…"));
        var given = IniFile.Parse(File.ReadAllText(file));
        var name = wish.Change.Name;
        if (wish.Change.Action == HostNetworkAction.Vlan)
        {
            return
            [
                Own(wish, $"{prefix}-{name}.netdev", Device(wish)),
                Own(wish, $"{prefix}-{name}{Extension}", new IniFile([("Match", [$"Name={name}"]), ("Network", ["LinkLocalAddressing=no"])])),
                Own(wish, $"{Path.GetFileName(file)}.d/pando-{name}.conf", new IniFile([("Network", [$"VLAN={name}"])])),
            ];
        }
        var kind = wish.Change.Action == HostNetworkAction.Bond ? "Bond" : "Bridge";
        string[] vlans = [.. Vlans(file, given)];
        var moved = new IniFile([("Match", [$"Name={name}"]), .. given.Without(static section => section is "Match" or "Link").WithoutKeys("Network", "Bridge", "Bond", "VLAN").Sections]);
        return
        [
            Own(wish, $"{prefix}-{name}.netdev", Device(wish)),
            Own(wish, $"{prefix}-{name}{Extension}", moved),
            .. wish.Change.Ports.Select((port, at) => Own(
                wish, $"{prefix}-{name}-{port}{Extension}",
                new IniFile([("Match", [$"Name={port}"]), ("Network", [$"{kind}={name}", "LinkLocalAddressing=no", .. at == 0 ? vlans.Select(static vlan => $"VLAN={vlan}") : []])]))),
        ];
    }

    /// <summary>The file that counts for a device: what is in a folder before others hides what has its name there.</summary>
    private static string? Find(string root, string device, long? mac) => Folders
        .Select(folder => Path.Combine(root, folder)).Where(Directory.Exists).SelectMany(static folder => Directory.EnumerateFiles(folder, "*" + Extension))
        .DistinctBy(static file => Path.GetFileName(file), StringComparer.Ordinal).OrderBy(static file => Path.GetFileName(file), StringComparer.Ordinal)
        .FirstOrDefault(file => Matches(IniFile.Parse(File.ReadAllText(file)), device, mac));

    private static bool Matches(IniFile file, string device, long? mac)
    {
        var names = file.Values("Match", "Name").SelectMany(static value => value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var macs = file.Values("Match", "MACAddress").Concat(file.Values("Match", "PermanentMACAddress")).SelectMany(static value => value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        return (names.Length > 0 || macs.Length > 0)
            && (names.Length == 0 || names.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, device, ignoreCase: false)))
            && (macs.Length == 0 || macs.Any(one => Model.Domains.Devices.MacAddress.TryParse(one, out var known) && known.Value == mac));
    }

    private static IEnumerable<string> Vlans(string file, IniFile given) => given.Values("Network", "VLAN").Concat(
        Directory.Exists(file + ".d") ? Directory.EnumerateFiles(file + ".d", "*.conf").Order(StringComparer.Ordinal).SelectMany(static part => IniFile.Parse(File.ReadAllText(part)).Values("Network", "VLAN")) : []);

    private static IniFile Device(ConfigurationWish wish)
    {
        List<string> device = [$"Name={wish.Change.Name}", $"Kind={wish.Change.Action.ToString().ToLowerInvariant()}"];
        if (wish.Mac is { } mac)
        {
            device.Add($"MACAddress={mac}");
        }
        switch (wish.Change.Action)
        {
            case HostNetworkAction.Vlan:
                return new IniFile([("NetDev", device), ("VLAN", [string.Create(CultureInfo.InvariantCulture, $"Id={wish.Change.Vlan}")])]);
            case HostNetworkAction.Bond:
                var bond = wish.Change.Bond!;
                List<string> lines = [$"Mode={BondWords.Mode(bond)}", $"MIIMonitorSec={BondWords.Miimon(bond)}ms"];
                if (BondWords.Policy(bond) is { } policy)
                {
                    lines.Add($"TransmitHashPolicy={policy}");
                }
                if (BondWords.Rate(bond) is { } rate)
                {
                    lines.Add($"LACPTransmitRate={rate}");
                }
                return new IniFile([("NetDev", device), ("Bond", lines)]);
            default:
                return new IniFile([("NetDev", device), ("Bridge", wish.Change.SpanningTree ? ["STP=yes"] : ["STP=no", "ForwardDelaySec=0"])]);
        }
    }

    private static FileEdit Own(ConfigurationWish wish, string file, IniFile content) => new(wish.Path(Path.Combine(Folders[0], file)), null, content.Write(), OwnerOnly: false);
}
