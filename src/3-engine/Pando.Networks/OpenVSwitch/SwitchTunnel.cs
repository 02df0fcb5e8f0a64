namespace Pando.Networks.OpenVSwitch;

/// <summary>A tunnel to a bridge of another host: a port whose packets go there in packets of the host's own (ovs-vswitchd.conf.db(5), Tunnel Options).</summary>
/// <param name="Bridge">The bridge that it is a port of.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind"><c>vxlan</c> or <c>geneve</c>.</param>
/// <param name="Remote">The other host's address.</param>
public sealed record SwitchTunnel(string Bridge, string Name, string Kind, string Remote)
{
    /// <summary>The kinds that are offered, with the port that each usually goes to.</summary>
    public static IReadOnlyDictionary<string, int> Kinds { get; } = new Dictionary<string, int>(StringComparer.Ordinal) { ["vxlan"] = 4789, ["geneve"] = 6081 };

    /// <summary>The highest number of a tunnel's network (VNI): 24 bits.</summary>
    public const int MostKey = 0xffffff;

    /// <summary>The host's own address; null is what its routes say.</summary>
    public string? Local { get; init; }

    /// <summary>The number of its network (VNI), the same on both ends; null is 0.</summary>
    public int? Key { get; init; }

    /// <summary>The UDP port of the other host; null is the usual one.</summary>
    public int? Port { get; init; }

    /// <summary>The VLAN that it belongs to; null is all.</summary>
    public int? Tag { get; init; }

    /// <summary>Whether packets can go through it.</summary>
    public bool IsUp { get; init; }

    /// <summary>Why the switch cannot use it.</summary>
    public string? Error { get; init; }

    /// <summary>The tunnel of a port that is one; null otherwise.</summary>
    public static SwitchTunnel? Of(string bridge, SwitchPort port) => port.Interfaces is [var card] && Kinds.ContainsKey(card.Type)
        ? new SwitchTunnel(bridge, port.Name, card.Type, card.Options.GetValueOrDefault("remote_ip") ?? "—")
        {
            Local = card.Options.GetValueOrDefault("local_ip"),
            Key = Number(card, "key"),
            Port = Number(card, "dst_port"),
            Tag = port.Tag,
            IsUp = card.IsUp,
            Error = card.Error,
        }
        : null;

    /// <summary>What of it stands in the column <c>options</c>.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Options() =>
        new (string Name, string? Value)[] { ("remote_ip", Remote), ("local_ip", Local), ("key", Key?.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("dst_port", Port?.ToString(System.Globalization.CultureInfo.InvariantCulture)) }
            .Where(static option => option.Value is not null).Select(static option => KeyValuePair.Create(option.Name, option.Value!));

    // A key may also be a word (flow): such a tunnel is not one of ours.
    private static int? Number(SwitchInterface card, string option) =>
        card.Options.TryGetValue(option, out var text) && int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
