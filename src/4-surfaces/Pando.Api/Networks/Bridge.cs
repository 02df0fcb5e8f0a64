namespace Pando.Api.Networks;

/// <summary>A bridge of the host as the kernel or Open vSwitch has it, whoever made it.</summary>
public sealed record Bridge
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><c>kernel</c>, or <c>openvswitch</c>.</summary>
    public string Kind { get; init; } = "kernel";

    /// <summary>What moves the packets of a bridge of Open vSwitch: <c>system</c> is the kernel, <c>netdev</c> the switch itself.</summary>
    public string? Datapath { get; init; }

    /// <summary>Its address.</summary>
    public string? Mac { get; init; }

    /// <summary>The largest packet in bytes.</summary>
    public int Mtu { get; init; }

    /// <summary>Whether it is switched on.</summary>
    public bool IsUp { get; init; }

    /// <summary>The active network that it was made for, or that stands on it.</summary>
    public string? Network { get; init; }

    /// <summary>Whether it looks for loops (IEEE 802.1D).</summary>
    public bool SpanningTree { get; init; }

    /// <summary>Which bridge becomes the root: the lowest number.</summary>
    public int? Priority { get; init; }

    /// <summary>How long a port listens, and then learns, before it forwards, in seconds.</summary>
    public double? ForwardDelaySeconds { get; init; }

    /// <summary>How long an address is remembered, in seconds.</summary>
    public double? AgeingSeconds { get; init; }

    /// <summary>Whether it keeps VLANs apart.</summary>
    public bool VlanFiltering { get; init; }

    /// <summary>Whether multicast goes only where somebody listens.</summary>
    public bool MulticastSnooping { get; init; }

    /// <summary>What is on it.</summary>
    public IReadOnlyList<BridgePort> Ports { get; init; } = [];
}

/// <summary>A port of a bridge.</summary>
public sealed record BridgePort
{
    /// <summary>The device.</summary>
    public required string Device { get; init; }

    /// <summary>The machine whose card it is.</summary>
    public string? Machine { get; init; }

    /// <summary><c>disabled</c>, <c>listening</c>, <c>learning</c>, <c>forwarding</c> or <c>blocking</c>.</summary>
    public required string State { get; init; }

    /// <summary>What it costs to go through it; 0 on Open vSwitch is by its speed.</summary>
    public int PathCost { get; init; }

    /// <summary>Which of two ports of the same cost is taken: the lower.</summary>
    public int Priority { get; init; }

    /// <summary>Whether it remembers who is behind it.</summary>
    public bool Learns { get; init; }

    /// <summary>Whether packets to unknown addresses go through it.</summary>
    public bool Floods { get; init; }

    /// <summary>Whether it is kept from other isolated ports.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>Whether it is switched off when somebody behind it speaks of loops.</summary>
    public bool Guard { get; init; }

    /// <summary>On Open vSwitch: the VLAN of what comes without a tag.</summary>
    public int? Tag { get; init; }

    /// <summary>On Open vSwitch: the VLANs that come through with their tags; none is all, where there is no tag.</summary>
    public IReadOnlyList<int>? Trunks { get; init; }

    /// <summary>On Open vSwitch: how the two go together (<c>access</c>, <c>trunk</c>, <c>native-tagged</c>, <c>native-untagged</c>); absent is what follows of them.</summary>
    public string? VlanMode { get; init; }

    /// <summary>On Open vSwitch: the tunnel that the port is.</summary>
    public BridgeTunnel? Tunnel { get; init; }

    /// <summary>On Open vSwitch: why the switch cannot use it.</summary>
    public string? Error { get; init; }
}

/// <summary>A bridge of Open vSwitch that is to be made.</summary>
public sealed record BridgeRequest
{
    /// <summary>Its name, at most 15 letters.</summary>
    public required string Name { get; init; }

    /// <summary>The largest packet in bytes.</summary>
    public int? Mtu { get; init; }
}

/// <summary>A tunnel from a bridge of Open vSwitch to one of another host.</summary>
public sealed record BridgeTunnel
{
    /// <summary>The bridge that it is a port of.</summary>
    public required string Bridge { get; init; }

    /// <summary>Its name, at most 15 letters.</summary>
    public required string Name { get; init; }

    /// <summary><c>vxlan</c> or <c>geneve</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The other host's address.</summary>
    public required string Remote { get; init; }

    /// <summary>The host's own address; absent is what its routes say.</summary>
    public string? Local { get; init; }

    /// <summary>The number of the tunnel's network (VNI), the same on both ends, 0 to 16777215; absent is 0.</summary>
    public int? Key { get; init; }

    /// <summary>The UDP port of the other host; absent is the usual one of the kind.</summary>
    public int? Port { get; init; }

    /// <summary>The VLAN that it belongs to, 1 to 4094; absent is all.</summary>
    public int? Tag { get; init; }

    /// <summary>Whether packets can go through it. Nothing to say in a request.</summary>
    public bool IsUp { get; init; }

    /// <summary>Why the switch cannot use it. Nothing to say in a request.</summary>
    public string? Error { get; init; }
}

/// <summary>How a bridge is to work; what is absent stays.</summary>
public sealed record BridgeChange
{
    /// <summary>Whether it looks for loops.</summary>
    public bool? SpanningTree { get; init; }

    /// <summary>Which bridge becomes the root: 0 to 65535, the lowest wins.</summary>
    public int? Priority { get; init; }

    /// <summary>How long a port listens, and then learns, in seconds: 2 to 30 where it looks for loops.</summary>
    public int? ForwardDelaySeconds { get; init; }

    /// <summary>How long an address is remembered, in seconds; 0 is not at all.</summary>
    public int? AgeingSeconds { get; init; }

    /// <summary>Whether it keeps VLANs apart.</summary>
    public bool? VlanFiltering { get; init; }

    /// <summary>Whether multicast goes only where somebody listens.</summary>
    public bool? MulticastSnooping { get; init; }

    /// <summary>The largest packet in bytes; a bridge takes none that is larger than what each of its ports takes.</summary>
    public int? Mtu { get; init; }
}

/// <summary>How a port of a bridge is to work; what is absent stays.</summary>
public sealed record BridgePortChange
{
    /// <summary>What it costs to go through it, 1 to 65535.</summary>
    public int? PathCost { get; init; }

    /// <summary>Which of two ports of the same cost is taken: the lower, 0 to 63.</summary>
    public int? Priority { get; init; }

    /// <summary>Whether it remembers who is behind it.</summary>
    public bool? Learns { get; init; }

    /// <summary>Whether packets to unknown addresses go through it.</summary>
    public bool? Floods { get; init; }

    /// <summary>Whether it is kept from other isolated ports.</summary>
    public bool? IsIsolated { get; init; }

    /// <summary>Whether it is switched off when somebody behind it speaks of loops.</summary>
    public bool? Guard { get; init; }
}

/// <summary>A port of a bridge, or the bridge itself, with its VLANs.</summary>
public sealed record BridgePortVlans
{
    /// <summary>The device; the bridge's own name is the host.</summary>
    public required string Device { get; init; }

    /// <summary>The machine whose card the port is.</summary>
    public string? Machine { get; init; }

    /// <summary>Its VLANs, by number.</summary>
    public required IReadOnlyList<BridgeVlan> Vlans { get; init; }

    /// <summary>On Open vSwitch: whether it carries all of them, because nothing is said of it.</summary>
    public bool All { get; init; }
}

/// <summary>A VLAN of a port.</summary>
public sealed record BridgeVlan
{
    /// <summary>Its number, 1 to 4094.</summary>
    public required int Id { get; init; }

    /// <summary>Whether packets that come in without a tag belong to it.</summary>
    public bool Pvid { get; init; }

    /// <summary>Whether its packets leave without a tag.</summary>
    public bool Untagged { get; init; }
}

/// <summary>A port that is put in a VLAN.</summary>
public sealed record BridgeVlanRequest
{
    /// <summary>The port, or the bridge itself.</summary>
    public required string Device { get; init; }

    /// <summary>Whether packets that come in without a tag belong to it.</summary>
    public bool Pvid { get; init; }

    /// <summary>Whether its packets leave without a tag.</summary>
    public bool Untagged { get; init; }
}

/// <summary>Where a bridge sends packets for an address.</summary>
public sealed record ForwardingEntry
{
    /// <summary>The address.</summary>
    public required string Mac { get; init; }

    /// <summary>The port that it is behind, or the bridge itself.</summary>
    public required string Device { get; init; }

    /// <summary>The machine whose card the port is.</summary>
    public string? Machine { get; init; }

    /// <summary>Of which VLAN.</summary>
    public int? Vlan { get; init; }

    /// <summary><c>learned</c>, <c>static</c> or <c>local</c>, which is the host's own.</summary>
    public required string Kind { get; init; }

    /// <summary>How long ago it was last heard of, in seconds; absent where nothing ages.</summary>
    public double? AgeSeconds { get; init; }
}

/// <summary>An address that is written down for a port.</summary>
public sealed record ForwardingRequest
{
    /// <summary>The port.</summary>
    public required string Device { get; init; }

    /// <summary>Of which VLAN.</summary>
    public int? Vlan { get; init; }
}
