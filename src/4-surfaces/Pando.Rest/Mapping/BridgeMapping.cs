using System.Globalization;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Networks;
using Pando.Networks.Bridges;
using Pando.Networks.OpenVSwitch;
using Wire = Pando.Api.Networks;

namespace Pando.Rest.Mapping;

/// <summary>Bridges in the contract's words.</summary>
internal static class BridgeMapping
{
    private const double Centiseconds = 100;
    private const int UsualPriority = 32768;
    private const int UsualPortPriority = 128;
    private const int UsualDelay = 15;
    private const int UsualAgeing = 300;

    public static Wire.Bridge Of(HostBridge bridge, IReadOnlyList<NetworkView> networks, IReadOnlyDictionary<string, string> machines) => new()
    {
        Name = bridge.Link.Name,
        Mac = Address(bridge.Link.Mac),
        Mtu = bridge.Link.Mtu,
        IsUp = bridge.Link.IsUp,
        Network = networks.FirstOrDefault(view => view.Live?.BridgeName == bridge.Link.Name)?.Name,
        SpanningTree = bridge.Settings.SpanningTree == true,
        Priority = bridge.Settings.Priority,
        ForwardDelaySeconds = bridge.Settings.ForwardDelayCentiseconds / Centiseconds,
        AgeingSeconds = bridge.Settings.AgeingCentiseconds / Centiseconds,
        VlanFiltering = bridge.Settings.VlanFiltering == true,
        MulticastSnooping = bridge.Settings.MulticastSnooping == true,
        Ports = [.. bridge.Ports.Select(port => Of(port, machines)).OrderBy(static port => port.Device, StringComparer.Ordinal)],
    };

    public static Wire.Bridge Of(SwitchBridge bridge, IReadOnlyList<NetworkView> networks, IReadOnlyDictionary<string, string> machines) => new()
    {
        Name = bridge.Name,
        Kind = "openvswitch",
        Datapath = bridge.Datapath,
        Mac = bridge.Own?.Mac,
        Mtu = bridge.Own?.Mtu ?? 0,
        IsUp = bridge.Own?.IsUp == true,
        Network = networks.FirstOrDefault(view => view.Live?.BridgeName == bridge.Name)?.Name,
        SpanningTree = bridge.SpanningTree,
        // What nobody has said is as ovs-vswitchd.conf.db(5) has it.
        Priority = Said(bridge.Settings, $"{Loops(bridge)}-priority", UsualPriority),
        ForwardDelaySeconds = Said(bridge.Settings, $"{Loops(bridge)}-forward-delay", UsualDelay),
        AgeingSeconds = Said(bridge.Settings, "mac-aging-time", UsualAgeing),
        VlanFiltering = true,
        MulticastSnooping = bridge.SnoopsMulticast,
        Ports = [.. bridge.Ports.Where(port => port.Name != bridge.Name).Select(port => Of(bridge, port, machines))],
    };

    public static Wire.BridgeTunnel Of(SwitchTunnel tunnel) => new()
    {
        Bridge = tunnel.Bridge,
        Name = tunnel.Name,
        Kind = tunnel.Kind,
        Remote = tunnel.Remote,
        Local = tunnel.Local,
        Key = tunnel.Key,
        Port = tunnel.Port,
        Tag = tunnel.Tag,
        IsUp = tunnel.IsUp,
        Error = tunnel.Error,
    };

    public static Wire.ForwardingEntry Of(ForwardingEntry entry, string device, IReadOnlyDictionary<string, string> machines) => new()
    {
        Mac = Address(entry.Mac)!,
        Device = device,
        Machine = machines.GetValueOrDefault(device),
        Vlan = entry.Vlan,
        Kind = entry.IsLocal ? "local" : entry.IsStatic ? "static" : "learned",
        AgeSeconds = entry is { IsLocal: false, IsStatic: false } ? entry.Age?.TotalSeconds : null,
    };

    private static Wire.BridgePort Of(BridgePort port, IReadOnlyDictionary<string, string> machines) => new()
    {
        Device = port.Link.Name,
        Machine = machines.GetValueOrDefault(port.Link.Name),
        State = port.State.ToString().ToLowerInvariant(),
        PathCost = port.PathCost,
        Priority = port.Priority,
        Learns = port.Learns,
        Floods = port.Floods,
        IsIsolated = port.IsIsolated,
        Guard = port.Guard,
    };

    private static Wire.BridgePort Of(SwitchBridge bridge, SwitchPort port, IReadOnlyDictionary<string, string> machines) => new()
    {
        Device = port.Name,
        Machine = machines.GetValueOrDefault(port.Name),
        State = !port.Interfaces.Any(static card => card.IsUp) ? "disabled" : port.LoopState?.ToLowerInvariant() switch
        {
            null => "forwarding",
            "discarding" => "blocking",
            var state => state,
        },
        PathCost = Said(port.Settings, bridge.IsRapid ? "rstp-path-cost" : "stp-path-cost", 0),
        Priority = Said(port.Settings, $"{Loops(bridge)}-port-priority", UsualPortPriority),
        Learns = true,
        Floods = true,
        IsIsolated = port.IsIsolated,
        Tag = port.Tag,
        Trunks = port.Trunks,
        VlanMode = port.VlanMode,
        Tunnel = SwitchTunnel.Of(bridge.Name, port) is { } tunnel ? Of(tunnel) : null,
        Error = port.Interfaces.Select(static card => card.Error).FirstOrDefault(static error => error is not null),
    };

    public static Wire.ForwardingEntry Of(SwitchAddress entry, SwitchBridge bridge, IReadOnlyDictionary<string, string> machines) => new()
    {
        Mac = entry.Mac.ToString(),
        Device = entry.Port,
        Machine = machines.GetValueOrDefault(entry.Port),
        Vlan = entry.Vlan == 0 ? null : entry.Vlan,
        Kind = entry.IsStatic ? "static" : entry.Mac.ToString() == bridge.Own?.Mac ? "local" : "learned",
        AgeSeconds = entry.Age?.TotalSeconds,
    };

    public static Wire.BridgePortVlans Vlans(SwitchPort port, IReadOnlyDictionary<string, string> machines) =>
        Of(port.Name, SwitchTuning.VlansOf(port) ?? [], machines) with { All = port is { Tag: null, Trunks.Count: 0 } };

    private static string Loops(SwitchBridge bridge) => bridge.IsRapid ? "rstp" : "stp";

    private static int Said(IReadOnlyDictionary<string, string> settings, string word, int usual) =>
        settings.TryGetValue(word, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : usual;

    public static Wire.BridgePortVlans Of(string device, IReadOnlyList<BridgeVlan> vlans, IReadOnlyDictionary<string, string> machines) => new()
    {
        Device = device,
        Machine = machines.GetValueOrDefault(device),
        Vlans = [.. vlans.OrderBy(static vlan => vlan.Id).Select(static vlan => new Wire.BridgeVlan { Id = vlan.Id, Pvid = vlan.IsPvid, Untagged = vlan.IsUntagged })],
    };

    private static string? Address(long? mac) => mac is { } known ? new MacAddress(known).ToString() : null;
}
