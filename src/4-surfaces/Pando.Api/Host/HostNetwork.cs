namespace Pando.Api.Host;

/// <summary>The host's own network devices as the kernel has them.</summary>
public sealed record HostNetwork
{
    /// <summary>The devices, by name.</summary>
    public required IReadOnlyList<HostNetworkDevice> Devices { get; init; }

    /// <summary>The change that is in force and waits to be confirmed.</summary>
    public HostNetworkPending? Pending { get; init; }
}

/// <summary>A network device of the host.</summary>
public sealed record HostNetworkDevice
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><c>bridge</c>, <c>vlan</c>, <c>bond</c>, <c>veth</c>…; absent for a card.</summary>
    public string? Kind { get; init; }

    /// <summary>Its own address.</summary>
    public string? Mac { get; init; }

    /// <summary>The largest packet in bytes.</summary>
    public int Mtu { get; init; }

    /// <summary>Whether it is switched on.</summary>
    public bool IsUp { get; init; }

    /// <summary>Whether there is somebody at the other end.</summary>
    public bool HasCarrier { get; init; }

    /// <summary>The bridge or bond that it belongs to.</summary>
    public string? Master { get; init; }

    /// <summary>The device that it stands on.</summary>
    public string? Lower { get; init; }

    /// <summary>The number of its VLAN.</summary>
    public int? Vlan { get; init; }

    /// <summary>How the ports of a bond share the work: <c>active-backup</c>, <c>802.3ad</c>…</summary>
    public string? BondMode { get; init; }

    /// <summary>Whether Pando made it for good, and can remove it.</summary>
    public bool MadeByPando { get; init; }

    /// <summary>Its addresses, each with the length of its network's prefix.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>The routes through it.</summary>
    public required IReadOnlyList<HostNetworkRoute> Routes { get; init; }
}

/// <summary>A route of the host.</summary>
public sealed record HostNetworkRoute
{
    /// <summary>The network that it leads to: <c>0.0.0.0/0</c> is everywhere.</summary>
    public required string To { get; init; }

    /// <summary>Who passes packets on; absent where neighbours are reached.</summary>
    public string? Gateway { get; init; }

    /// <summary>Of several the lowest is taken.</summary>
    public long? Metric { get; init; }

    /// <summary>Which of the host's tables; absent for the main one.</summary>
    public long? Table { get; init; }
}

/// <summary>What is to be changed. It is in force at once, and taken back unless it is confirmed.</summary>
public sealed record HostNetworkChangeRequest
{
    /// <summary><c>bridge</c>, <c>vlan</c>, <c>bond</c> or <c>remove</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The device that is made or removed.</summary>
    public required string Name { get; init; }

    /// <summary>The card under a bridge, the device that has a VLAN, the cards of a bond.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>The number of a VLAN, 1 to 4094.</summary>
    public int? Vlan { get; init; }

    /// <summary>How the ports of a bond share the work: <c>balance-rr</c>, <c>active-backup</c> (the usual), <c>balance-xor</c>, <c>broadcast</c>, <c>802.3ad</c>, <c>balance-tlb</c>, <c>balance-alb</c>.</summary>
    public string? BondMode { get; init; }

    /// <summary>How often it is looked whether a port of a bond has a carrier, in milliseconds; 100 is the usual.</summary>
    public int? Miimon { get; init; }

    /// <summary>By what a bond chooses the port of a packet: <c>layer2</c>, <c>layer2+3</c>, <c>layer3+4</c>.</summary>
    public string? HashPolicy { get; init; }

    /// <summary>How often a bond of mode 802.3ad asks the switch: <c>slow</c>, <c>fast</c>.</summary>
    public string? LacpRate { get; init; }

    /// <summary>Whether a bridge looks for loops.</summary>
    public bool SpanningTree { get; init; }

    /// <summary>After how many seconds it is taken back, 10 to 600; 60 is the usual.</summary>
    public int? ConfirmWithinSeconds { get; init; }
}

/// <summary>A change that is in force.</summary>
public sealed record HostNetworkPending
{
    /// <summary>Its job.</summary>
    public required string Job { get; init; }

    /// <summary><c>bridge</c>, <c>vlan</c>, <c>bond</c> or <c>remove</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The device that is made or removed.</summary>
    public required string Name { get; init; }

    /// <summary>When it is taken back unless it is confirmed.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>
    /// What configures the devices on this host, and is written when the change is confirmed: <c>ifupdown</c>, <c>NetworkManager</c>,
    /// <c>systemd-networkd</c>, <c>netplan</c>. Absent: nothing is written, and the change ends when the host is started anew.
    /// </summary>
    public string? ManagedBy { get; init; }

    /// <summary>The files that are written when it is confirmed.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Whether an address was moved that was lent (DHCP): its program still asks for it at the old device until the host is started anew.</summary>
    public bool HasLentAddress { get; init; }
}
