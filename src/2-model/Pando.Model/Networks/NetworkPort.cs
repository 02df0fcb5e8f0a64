using Pando.Model.Domains.Devices;

namespace Pando.Model.Networks;

/// <summary>A machine's place on a virtual network, as libvirt shows it (<c>networkport.rng</c>).</summary>
/// <param name="Id">Its identity, which lasts as long as the card is the machine's.</param>
/// <param name="Owner">The machine's name.</param>
/// <param name="OwnerId">The machine's uuid.</param>
/// <param name="Mac">The card's address.</param>
public sealed record NetworkPort(Guid Id, string Owner, Guid OwnerId, MacAddress Mac)
{
    /// <summary>The group of ports that it is of.</summary>
    public string? Group { get; init; }

    /// <summary>How it is announced to the switch.</summary>
    public VirtualPort? VirtualPort { get; init; }

    /// <summary>How fast it may be.</summary>
    public InterfaceBandwidth? Bandwidth { get; init; }

    /// <summary>The VLANs that it is in.</summary>
    public VlanTags? Vlan { get; init; }

    /// <summary>Whether other isolated ports are out of reach.</summary>
    public bool? IsIsolated { get; init; }

    /// <summary>Whether the host's end follows the addresses and filters that the guest sets on its card.</summary>
    public bool? TrustsGuestReceiveFilters { get; init; }

    /// <summary>Where on the host it is; null where that is no place of the host.</summary>
    public NetworkPlug? Plug { get; init; }
}

/// <summary>Where on the host a port is.</summary>
public abstract record NetworkPlug
{
    private NetworkPlug() { }

    /// <summary>On a bridge.</summary>
    /// <param name="Bridge">The bridge.</param>
    /// <param name="IsNetworks">Whether the bridge is made for the network.</param>
    public sealed record OnBridge(string Bridge, bool IsNetworks) : NetworkPlug;

    /// <summary>On a card, by macvtap.</summary>
    /// <param name="Device">The card.</param>
    /// <param name="Mode">How packets between the card's sharers travel.</param>
    public sealed record OnCard(string Device, DirectMode Mode) : NetworkPlug;

    /// <summary>A function of a card.</summary>
    /// <param name="Address">Its place on the host's PCI.</param>
    /// <param name="IsManaged">Whether it is taken from its driver and given back.</param>
    public sealed record OfCard(PciAddress Address, bool IsManaged) : NetworkPlug;
}
