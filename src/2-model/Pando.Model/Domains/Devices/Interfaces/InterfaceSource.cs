namespace Pando.Model.Domains.Devices;

/// <summary>What an interface is connected to.</summary>
public abstract record InterfaceSource
{
    private protected InterfaceSource() { }
}

/// <summary>QEMU's own user-mode network (slirp) or passt: needs no rights, reaches out, is not reached.</summary>
/// <param name="Device">The host's card that passt takes addresses and routes from; null leaves it to passt.</param>
public sealed record UserNetworkSource(string? Device = null) : InterfaceSource
{
    /// <summary>The virtual network that it was given by, which is what the machine asks for; null where this is what the machine asks for.</summary>
    public VirtualNetworkSource? Network { get; init; }

    /// <summary>The address that the host has for the guest; null leaves it to what carries the network.</summary>
    public string? Gateway { get; init; }
}

/// <summary>A virtual network of the host.</summary>
/// <param name="Network">Its name.</param>
/// <param name="PortGroup">A group of its ports with settings of their own; null is the network's default.</param>
public sealed record VirtualNetworkSource(string Network, string? PortGroup = null) : InterfaceSource;

/// <summary>A bridge that the host has.</summary>
/// <param name="Bridge">The name of the bridge.</param>
public sealed record BridgeSource(string Bridge) : InterfaceSource;

/// <summary>A card of the host, shared through macvtap.</summary>
/// <param name="Device">The name of the host's card.</param>
/// <param name="Mode">How packets between the card's sharers travel; null is <see cref="DirectMode.Vepa"/>.</param>
public sealed record DirectSource(string Device, DirectMode? Mode = null) : InterfaceSource;

/// <summary>A tap of the host, which somebody else connects to something.</summary>
public sealed record EthernetSource : InterfaceSource
{
    /// <summary>Addresses of the host's end.</summary>
    public EquatableArray<InterfaceAddress> HostAddresses { get; init; }

    /// <summary>Routes through the host's end.</summary>
    public EquatableArray<InterfaceRoute> HostRoutes { get; init; }
}

/// <summary>A switch in another process (DPDK, snabb), over a unix socket and shared memory.</summary>
/// <param name="Path">The socket.</param>
/// <param name="Listens">Whether QEMU listens on it; otherwise it connects.</param>
/// <param name="Reconnect">Whether and after how long QEMU connects again; only where it connects.</param>
public sealed record VhostUserNetworkSource(string Path, bool Listens, SourceReconnect? Reconnect = null) : InterfaceSource;

/// <summary>A card with a virtio data path of its own (vDPA).</summary>
/// <param name="Device">Its node, such as <c>/dev/vhost-vdpa-0</c>.</param>
public sealed record VdpaSource(string Device) : InterfaceSource;

/// <summary>A card of the host handed to the guest whole, with address, VLAN and port profile set before.</summary>
/// <param name="Address">Its place on the host's PCI.</param>
/// <param name="Managed">Whether it is taken from its driver at start and given back at the end.</param>
/// <param name="Driver">What hands it over; null is VFIO.</param>
public sealed record HostCardSource(PciAddress Address, bool? Managed = null, HostPciDriver? Driver = null) : InterfaceSource
{
    /// <summary>The virtual network that it was given by, which is what the machine asks for; null where the card itself is asked for.</summary>
    public VirtualNetworkSource? Network { get; init; }
}

/// <summary>Packets in UDP packets, from one QEMU to another.</summary>
public sealed record UdpTunnelSource(string Address, int Port, string LocalAddress, int LocalPort) : InterfaceSource;

/// <summary>Packets in UDP packets to a multicast group: everybody in it is on one wire.</summary>
public sealed record MulticastTunnelSource(string Address, int Port) : InterfaceSource;

/// <summary>One end of a TCP connection that carries the packets.</summary>
/// <param name="Address">Whom to connect to, or where to listen; null listens on every address.</param>
/// <param name="Port">The TCP port.</param>
/// <param name="Listens">Whether it waits for the other end.</param>
public sealed record TcpTunnelSource(string? Address, int Port, bool Listens) : InterfaceSource;

/// <summary>How the sharers of a card reach each other (Linux macvlan modes).</summary>
public enum DirectMode
{
    /// <summary>Through the switch that the card is plugged into.</summary>
    Vepa,

    /// <summary>Not at all.</summary>
    Private,

    /// <summary>Directly, inside the host.</summary>
    Bridge,

    /// <summary>There is only one: it has the whole card.</summary>
    Passthrough,
}
