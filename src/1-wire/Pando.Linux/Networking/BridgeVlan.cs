namespace Pando.Linux.Networking;

/// <summary>A VLAN that a port of a bridge belongs to (IEEE 802.1Q; linux/if_bridge.h, struct bridge_vlan_info).</summary>
/// <param name="Id">Its number, 1 to 4094.</param>
/// <param name="IsPvid">Whether packets that come in without a tag belong to it; of one port's VLANs at most one.</param>
/// <param name="IsUntagged">Whether its packets leave without a tag.</param>
public sealed record BridgeVlan(int Id, bool IsPvid, bool IsUntagged);

/// <summary>A port of a bridge, or the bridge itself, with its VLANs.</summary>
/// <param name="Device">The number of the device.</param>
/// <param name="Vlans">In the order of their numbers.</param>
public sealed record BridgePortVlans(int Device, IReadOnlyList<BridgeVlan> Vlans);
