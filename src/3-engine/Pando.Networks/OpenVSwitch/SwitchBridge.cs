using System.Collections.Frozen;

namespace Pando.Networks.OpenVSwitch;

/// <summary>A bridge of Open vSwitch as its database has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Datapath">What moves its packets: <c>system</c> is the kernel, <c>netdev</c> the switch itself.</param>
/// <param name="SpanningTree">Whether it looks for loops.</param>
/// <param name="Ports">What is on it, by name; the one with its own name is the host.</param>
public sealed record SwitchBridge(string Name, string Datapath, bool SpanningTree, IReadOnlyList<SwitchPort> Ports)
{
    /// <summary>The switch moves its packets itself: the kernel has no part in it.</summary>
    public const string OwnDatapath = "netdev";

    /// <summary>The kernel moves its packets.</summary>
    public const string KernelDatapath = "system";

    /// <summary>Whether it looks for loops by the newer way (RSTP, IEEE 802.1w), which an administrator has chosen.</summary>
    public bool IsRapid { get; init; }

    /// <summary>Whether multicast goes only where somebody listens.</summary>
    public bool SnoopsMulticast { get; init; }

    /// <summary>How it works further, where somebody has said so.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The host's own card on it.</summary>
    public SwitchInterface? Own => Ports.FirstOrDefault(port => port.Name == Name)?.Interfaces is [var card, ..] ? card : null;
}

/// <summary>A port.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tag">The VLAN of what comes without a tag.</param>
/// <param name="Trunks">The VLANs that come through with their tags; none is all, where there is no <paramref name="Tag"/>.</param>
/// <param name="VlanMode">How the two go together; null is what follows of them.</param>
/// <param name="IsIsolated">Whether it is kept from other isolated ports.</param>
/// <param name="Interfaces">Its cards: one, where it is no bond.</param>
public sealed record SwitchPort(string Name, int? Tag, IReadOnlyList<int> Trunks, string? VlanMode, bool IsIsolated, IReadOnlyList<SwitchInterface> Interfaces)
{
    /// <summary>What the search for loops makes of it, in the switch's own word; null where nobody searches.</summary>
    public string? LoopState { get; init; }

    /// <summary>How it works further, where somebody has said so.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = FrozenDictionary<string, string>.Empty;
}

/// <summary>A card of a port.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its kind; empty is a device of the host.</param>
/// <param name="IsUp">Whether packets can go through it.</param>
/// <param name="Error">Why the switch cannot use it.</param>
/// <param name="Mtu">The largest packet.</param>
/// <param name="Mac">Its address.</param>
/// <param name="Options">What its kind needs: a tunnel's ends.</param>
/// <param name="ExternalIds">What others keep with it.</param>
public sealed record SwitchInterface(
    string Name, string Type, bool IsUp, string? Error, int? Mtu, string? Mac, IReadOnlyDictionary<string, string> Options, IReadOnlyDictionary<string, string> ExternalIds)
{
    /// <summary>Its number in the switch.</summary>
    public int? Number { get; init; }
}
