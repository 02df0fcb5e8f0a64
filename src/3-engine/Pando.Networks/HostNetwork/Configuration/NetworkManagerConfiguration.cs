using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pando.Networks.HostNetwork.Configuration;

/// <summary>
/// NetworkManager: keyfiles (nm-settings-keyfile(5)). Of several profiles for a device that with the highest
/// <c>autoconnect-priority</c> is taken: so profiles of Pando's own are added, and the administrator's stays as it is. They hold
/// what may be secret, and are for root only, or NetworkManager passes them over.
/// </summary>
internal sealed class NetworkManagerConfiguration : IHostConfiguration
{
    private const string Folder = "etc/NetworkManager/system-connections";
    private static readonly string[] Folders = [Folder, "run/NetworkManager/system-connections"];
    private static readonly string[] OfAddresses = ["ipv4", "ipv6", "proxy"];

    public string Name => "NetworkManager";

    public IReadOnlyList<FileEdit>? Edits(ConfigurationWish wish)
    {
        // It makes this folder when it runs.
        if (!Directory.Exists(wish.Path("run/NetworkManager")))
        {
            return null;
        }
        var given = wish.Cards.Select(card => Find(wish.Root, card.Name, card.Mac)).ToArray();
        if (Array.Find(given, static profile => profile is not null) is not { } first)
        {
            return null;
        }
        var name = wish.Change.Name;
        var own = new IniFile([("connection", Connection(name, name, wish.Change.Action.ToString().ToLowerInvariant())), .. Device(wish)]);
        if (wish.Change.Action == HostNetworkAction.Vlan)
        {
            return [Own(wish, name, new IniFile([.. own.Sections, ("ipv4", ["method=disabled"]), ("ipv6", ["method=disabled"])]))];
        }
        return
        [
            Own(wish, name, new IniFile([.. own.Sections, .. first.Sections.Where(static section => OfAddresses.Contains(section.Name, StringComparer.Ordinal))])),
            .. wish.Change.Ports.Select((port, at) => Own(wish, $"{name}-{port}", Port(wish, port, given[at]))),
        ];
    }

    private static IniFile Port(ConfigurationWish wish, string port, IniFile? given)
    {
        var rest = given?.Without(static section => section is "connection" || OfAddresses.Contains(section, StringComparer.Ordinal)).Sections ?? [];
        var connection = Connection($"{wish.Change.Name}-{port}", port, given?.Value("connection", "type") ?? "ethernet");
        return new IniFile([("connection", [.. connection, $"master={wish.Change.Name}", $"slave-type={wish.Change.Action.ToString().ToLowerInvariant()}"]), .. rest]);
    }

    private static List<string> Connection(string id, string device, string type) =>
        [$"id=pando-{id}", $"uuid={Uuid(id)}", $"type={type}", $"interface-name={device}", "autoconnect=true", "autoconnect-priority=100"];

    private static IEnumerable<(string Name, IReadOnlyList<string> Lines)> Device(ConfigurationWish wish)
    {
        switch (wish.Change.Action)
        {
            case HostNetworkAction.Vlan:
                yield return ("vlan", [string.Create(CultureInfo.InvariantCulture, $"id={wish.Change.Vlan}"), $"parent={wish.Change.Ports[0]}"]);
                break;
            case HostNetworkAction.Bond:
                var bond = wish.Change.Bond!;
                List<string> lines = [$"mode={BondWords.Mode(bond)}", $"miimon={BondWords.Miimon(bond)}"];
                if (BondWords.Policy(bond) is { } policy)
                {
                    lines.Add($"xmit_hash_policy={policy}");
                }
                if (BondWords.Rate(bond) is { } rate)
                {
                    lines.Add($"lacp_rate={rate}");
                }
                yield return ("bond", lines);
                if (wish.Mac is { } own)
                {
                    yield return ("ethernet", [$"cloned-mac-address={own}"]);
                }
                break;
            default:
                string[] address = wish.Mac is { } mac ? [$"mac-address={mac}"] : [];
                yield return ("bridge", [.. address, $"stp={(wish.Change.SpanningTree ? "true" : "false")}"]);
                break;
        }
    }

    private static IniFile? Find(string root, string device, long? mac) => Folders
        .Select(folder => Path.Combine(root, folder)).Where(Directory.Exists).SelectMany(static folder => Directory.EnumerateFiles(folder, "*.nmconnection"))
        .Order(StringComparer.Ordinal).Select(static file => IniFile.Parse(File.ReadAllText(file)))
        .Where(profile => profile.Value("connection", "master") is null && profile.Value("connection", "interface-name") is var name && (name == device || (name is null && HasAddress(profile, mac))))
        .MaxBy(static profile => int.TryParse(profile.Value("connection", "autoconnect-priority"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority) ? priority : 0);

    private static bool HasAddress(IniFile profile, long? mac) =>
        (profile.Value("ethernet", "mac-address") ?? profile.Value("802-3-ethernet", "mac-address")) is { } text
        && Model.Domains.Devices.MacAddress.TryParse(text, out var known) && known.Value == mac;

    // The same for the same profile: NetworkManager knows them by it.
    private static Guid Uuid(string id) => new(SHA256.HashData(Encoding.UTF8.GetBytes("pando host network " + id)).AsSpan(0, 16));

    private static FileEdit Own(ConfigurationWish wish, string id, IniFile content) => new(wish.Path($"{Folder}/pando-{id}.nmconnection"), null, content.Write(), OwnerOnly: true);
}
