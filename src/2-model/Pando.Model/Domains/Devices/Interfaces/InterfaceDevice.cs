namespace Pando.Model.Domains.Devices;

/// <summary>A network interface.</summary>
public sealed record InterfaceDevice : Device
{
    /// <summary>What it is connected to.</summary>
    public InterfaceSource Source { get; init; } = new UserNetworkSource();

    /// <summary>Its address; null until one is made.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>The card the guest sees; null until the default is filled in.</summary>
    public InterfaceModel? Model { get; init; }

    /// <summary>How QEMU and the kernel move its packets; only a virtio card has such choices.</summary>
    public InterfaceDriver Driver { get; init; } = new();

    /// <summary>Programs and device nodes of the host other than the usual ones.</summary>
    public InterfaceBackend Backend { get; init; } = new();

    /// <summary>The name of the host's end; null lets one be made at each start (<c>vnet0</c>, <c>macvtap0</c>).</summary>
    public string? TargetDevice { get; init; }

    /// <summary>False where the host's end exists already and is not ours to make or to set up.</summary>
    public bool? TargetManaged { get; init; }

    /// <summary>The name of the card in the guest, as a container would see it; a machine's guest chooses its own.</summary>
    public string? GuestDevice { get; init; }

    /// <summary>Addresses of the guest's end; user-mode networks give them out.</summary>
    public EquatableArray<InterfaceAddress> GuestAddresses { get; init; }

    /// <summary>Routes of the guest's end.</summary>
    public EquatableArray<InterfaceRoute> GuestRoutes { get; init; }

    /// <summary>Ports of the host that lead to the guest (passt only).</summary>
    public EquatableArray<PortForward> PortForwards { get; init; }

    /// <summary>The largest packet in bytes; null is that of the bridge, or 1500.</summary>
    public int? Mtu { get; init; }

    /// <summary>Whether the cable is plugged in; null is the same as plugged in.</summary>
    public bool? LinkUp { get; init; }

    /// <summary>How fast it may be; null is without a limit.</summary>
    public InterfaceBandwidth? Bandwidth { get; init; }

    /// <summary>The VLANs it belongs to; null is none.</summary>
    public VlanTags? Vlan { get; init; }

    /// <summary>How it is announced to the switch; null is not at all.</summary>
    public VirtualPort? VirtualPort { get; init; }

    /// <summary>The packet filter it stands behind; null is none.</summary>
    public FilterReference? Filter { get; init; }

    /// <summary>The most bytes that wait to be sent out of the host's end; null leaves it to QEMU.</summary>
    public long? SendBufferBytes { get; init; }

    /// <summary>How many received packets are gathered before the host's end tells of them; null is none.</summary>
    public int? CoalescedReceiveFrames { get; init; }

    /// <summary>The card's boot ROM.</summary>
    public OptionRom Rom { get; init; } = new();

    /// <summary>Whether other isolated ports of the bridge are out of reach.</summary>
    public bool? IsolatedPort { get; init; }

    /// <summary>Its part in a pair of cards of which one stays while the other is unplugged for a migration.</summary>
    public InterfaceTeaming? Teaming { get; init; }

    /// <summary>Whether the host's end follows the addresses and filters that the guest sets on its card.</summary>
    public bool? TrustGuestReceiveFilters { get; init; }

    /// <summary>A program that is to set up the host's end.</summary>
    public string? ScriptPath { get; init; }

    /// <summary>A program that is to take it down again.</summary>
    public string? DownScriptPath { get; init; }

    /// <summary>Its place among the devices that are booted from, from 1; null is not at all.</summary>
    public int? BootOrder { get; init; }
}
