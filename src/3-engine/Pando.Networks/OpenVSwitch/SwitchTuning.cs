using System.Globalization;
using Pando.Linux.Networking;
using Pando.Model.Errors;
using Pando.Ovsdb;
using Pando.Ovsdb.Operations;

namespace Pando.Networks.OpenVSwitch;

/// <summary>
/// How bridges of Open vSwitch and their ports work, in the words that bridges of the kernel have. It is written into the database
/// (ovs-vswitchd.conf.db(5)), and so it outlives the host's next start. What the switch has no word for is refused by name.
/// </summary>
/// <param name="access">The host's Open vSwitch.</param>
public sealed class SwitchTuning(SwitchAccess access)
{
    private const string Bridges = "Bridge";
    private const string Ports = "Port";
    private const string Cards = "Interface";
    private const string OtherConfig = "other_config";
    private const string Tag = "tag";
    private const string Trunks = "trunks";
    private const string VlanMode = "vlan_mode";
    private const int Centiseconds = 100;
    // What the switch forces into a range it is not told in vain.
    private const int LeastAgeing = 15;
    private const int MostAgeing = 3600;
    private const int LeastDelay = 4;
    private const int MostDelay = 30;
    private const int PriorityStep = 4096;
    private const int PortPriorityStep = 16;

    /// <summary>Changes how a bridge works; what is null stays.</summary>
    /// <exception cref="PandoException"><c>network.switch-lacks</c>, <c>request.invalid</c>, <c>network.switch-…</c>.</exception>
    public async Task ChangeAsync(SwitchBridge bridge, BridgeSettings settings, int? mtu, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.VlanFiltering == false)
        {
            throw Lacks(bridge, "vlan off");
        }
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        var kind = bridge.IsRapid ? "rstp" : "stp";
        if (settings.Priority is { } priority)
        {
            Require(!bridge.IsRapid || priority % PriorityStep == 0, "priority", $"0, {PriorityStep} … 61440");
            words[$"{kind}-priority"] = Text(priority);
        }
        if (settings.ForwardDelayCentiseconds / Centiseconds is { } delay)
        {
            Require(delay is >= LeastDelay and <= MostDelay, "forwardDelaySeconds", $"{LeastDelay}…{MostDelay}");
            words[$"{kind}-forward-delay"] = Text((int)delay);
        }
        if (settings.AgeingCentiseconds / Centiseconds is { } ageing)
        {
            Require(ageing is >= LeastAgeing and <= MostAgeing, "ageingSeconds", $"{LeastAgeing}…{MostAgeing}");
            words["mac-aging-time"] = Text((int)ageing);
        }
        var columns = new Dictionary<string, OvsdbValue>(StringComparer.Ordinal);
        if (settings.SpanningTree is { } looks)
        {
            columns["stp_enable"] = OvsdbValue.Of(looks && !bridge.IsRapid);
            columns["rstp_enable"] = OvsdbValue.Of(looks && bridge.IsRapid);
        }
        if (settings.MulticastSnooping is { } snoops)
        {
            columns["mcast_snooping_enable"] = OvsdbValue.Of(snoops);
        }
        await CommitAsync(
            [
                .. Update(Bridges, bridge.Name, columns),
                .. Say(Bridges, bridge.Name, words),
                .. mtu is null ? [] : Update(Cards, bridge.Name, new(StringComparer.Ordinal) { ["mtu_request"] = OvsdbValue.Of(mtu.Value) }),
            ], cancellationToken);
    }

    /// <summary>Changes how a port works; what is null stays.</summary>
    /// <exception cref="PandoException"><c>network.no-such-port</c>, <c>network.switch-lacks</c>, <c>request.invalid</c>, <c>network.switch-…</c>.</exception>
    public async Task ChangePortAsync(SwitchBridge bridge, string port, BridgePortSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _ = Find(bridge, port);
        foreach (var (asked, what) in new[] { (settings.Learns, "learning"), (settings.Floods, "flood"), (settings.Guard, "guard") })
        {
            if (asked is not null)
            {
                throw Lacks(bridge, what);
            }
        }
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        if (settings.PathCost is { } cost)
        {
            words[bridge.IsRapid ? "rstp-path-cost" : "stp-path-cost"] = Text(cost);
        }
        if (settings.Priority is { } priority)
        {
            Require(priority % PortPriorityStep == 0 || !bridge.IsRapid, "priority", $"0, {PortPriorityStep} … 240");
            words[bridge.IsRapid ? "rstp-port-priority" : "stp-port-priority"] = Text(priority);
        }
        await CommitAsync(
            [
                .. settings.IsIsolated is { } isolated ? Update(Ports, port, new(StringComparer.Ordinal) { ["protected"] = OvsdbValue.Of(isolated) }) : [],
                .. Say(Ports, port, words),
            ], cancellationToken);
    }

    /// <summary>
    /// Puts a port in a VLAN. One without a tag is what comes without a tag belongs to; others come through with their tags, beside it or alone.
    /// </summary>
    /// <exception cref="PandoException"><c>network.no-such-port</c>, <c>network.switch-lacks</c>, <c>network.switch-…</c>.</exception>
    public Task AddVlanAsync(SwitchBridge bridge, string port, BridgeVlan vlan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(vlan);
        var found = Find(bridge, port);
        if (vlan is { IsUntagged: true, IsPvid: false })
        {
            throw Lacks(bridge, "untagged, pvid off");
        }
        return vlan.IsPvid
            ? WriteAsync(port, vlan.Id, [.. found.Trunks], untagged: vlan.IsUntagged, cancellationToken)
            : WriteAsync(port, found.Tag == vlan.Id ? null : found.Tag, [.. found.Trunks.Append(vlan.Id)], IsUntagged(found), cancellationToken);
    }

    /// <summary>Takes a port out of a VLAN. One that is in none any more carries all of them, as every port of Open vSwitch does of which nothing is said.</summary>
    /// <exception cref="PandoException"><c>network.no-such-port</c>, <c>network.switch-…</c>.</exception>
    public Task RemoveVlanAsync(SwitchBridge bridge, string port, int vlan, CancellationToken cancellationToken = default)
    {
        var found = Find(bridge, port);
        return WriteAsync(port, found.Tag == vlan ? null : found.Tag, [.. found.Trunks.Where(one => one != vlan)], IsUntagged(found), cancellationToken);
    }

    /// <summary>The VLANs of a port; null is all of them.</summary>
    public static IReadOnlyList<BridgeVlan>? VlansOf(SwitchPort port)
    {
        ArgumentNullException.ThrowIfNull(port);
        if (port is { Tag: null, Trunks.Count: 0 })
        {
            return null;
        }
        var own = port.Tag is { } tag ? [new BridgeVlan(tag, IsPvid: true, IsUntagged(port))] : (IEnumerable<BridgeVlan>)[];
        return [.. own.Concat(port.Trunks.Where(vlan => vlan != port.Tag).Select(static vlan => new BridgeVlan(vlan, IsPvid: false, IsUntagged: false))).OrderBy(static vlan => vlan.Id)];
    }

    private static bool IsUntagged(SwitchPort port) => port.VlanMode != "native-tagged";

    private Task WriteAsync(string port, int? tag, HashSet<int> trunks, bool untagged, CancellationToken cancellationToken)
    {
        string? mode = null;
        if (tag is { } known)
        {
            trunks.Remove(known);
        }
        if (tag is { } own && (trunks.Count > 0 || !untagged))
        {
            // Its own is among them, so that they are never none, which is all.
            trunks.Add(own);
            mode = untagged ? "native-untagged" : "native-tagged";
        }
        return CommitAsync(
            Update(Ports, port, new(StringComparer.Ordinal)
            {
                [Tag] = OvsdbValue.OfOptional(tag),
                [Trunks] = OvsdbValue.Set(trunks.Order().Select(static vlan => OvsdbValue.Of(vlan))),
                [VlanMode] = OvsdbValue.OfOptional(mode),
            }), cancellationToken);
    }

    private static IEnumerable<OvsdbOperation> Update(string table, string name, Dictionary<string, OvsdbValue> columns) =>
        columns.Count == 0 ? [] : [new Update(table, Condition.Is("name", name), columns)];

    // An insertion leaves a word that is there as it is, so that goes first (RFC 7047, 5.1).
    private static IEnumerable<OvsdbOperation> Say(string table, string name, Dictionary<string, string> words) => words.Count == 0 ? [] :
    [
        new Mutate(table, Condition.Is("name", name), OtherConfig, "delete", OvsdbValue.Set(words.Keys.Select(OvsdbValue.Of))),
        new Mutate(table, Condition.Is("name", name), OtherConfig, "insert", OvsdbValue.Map(words)),
    ];

    private async Task CommitAsync(IEnumerable<OvsdbOperation> operations, CancellationToken cancellationToken)
    {
        OvsdbOperation[] all = [.. operations];
        if (all.Length > 0)
        {
            await access.AskAsync(async session =>
            {
                await SwitchAccess.CommitAsync(session, all, cancellationToken);
                return true;
            }, cancellationToken);
        }
    }

    private static SwitchPort Find(SwitchBridge bridge, string port)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        return bridge.Ports.FirstOrDefault(one => one.Name == port) ?? throw new CallerException(ErrorCodes.Network.NoSuchPort, ("bridge", bridge.Name), ("port", port));
    }

    private static void Require(bool right, string what, string range)
    {
        if (!right)
        {
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", what), ("reason", range));
        }
    }

    private static CallerException Lacks(SwitchBridge bridge, string what) => new(ErrorCodes.Network.SwitchLacks, ("bridge", bridge.Name), ("what", what));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
