using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Networks;
using Pando.Networks.Bridges;
using Wire = Pando.Api.Networks;

namespace Pando.Rest.Mapping;

/// <summary>Bridges in the contract's words.</summary>
internal static class BridgeMapping
{
    private const double Centiseconds = 100;

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

    public static Wire.BridgePortVlans Of(string device, IReadOnlyList<BridgeVlan> vlans, IReadOnlyDictionary<string, string> machines) => new()
    {
        Device = device,
        Machine = machines.GetValueOrDefault(device),
        Vlans = [.. vlans.OrderBy(static vlan => vlan.Id).Select(static vlan => new Wire.BridgeVlan { Id = vlan.Id, Pvid = vlan.IsPvid, Untagged = vlan.IsUntagged })],
    };

    private static string? Address(long? mac) => mac is { } known ? new MacAddress(known).ToString() : null;
}
