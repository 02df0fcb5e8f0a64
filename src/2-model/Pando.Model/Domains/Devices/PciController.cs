namespace Pando.Model.Domains.Devices;

/// <summary>A PCI bus: a root, a port or a bridge. Its index is the number of the bus.</summary>
public sealed record PciController : ControllerDevice
{
    /// <summary>What it is.</summary>
    public required PciControllerModel Model { get; init; }

    /// <summary>The chassis of a port; null until it is assigned.</summary>
    public int? Chassis { get; init; }

    /// <summary>The number of a port; null until it is assigned.</summary>
    public int? Port { get; init; }

    /// <summary>The chassis number of a PCI bridge; null until it is assigned.</summary>
    public int? ChassisNumber { get; init; }

    /// <summary>QEMU's name of the device, where it is not the usual one of the model.</summary>
    public string? DeviceName { get; init; }

    /// <summary>The room for large memory windows of devices above 4 GiB, in KiB (roots); null leaves it to QEMU.</summary>
    public long? Hole64KiB { get; init; }

    /// <summary>The first number that the guest gives the buses below an expander; null until it is assigned.</summary>
    public int? BusNumber { get; init; }

    /// <summary>The NUMA node of the guest that an expander is near to.</summary>
    public int? NumaNode { get; init; }

    /// <summary>Whether devices can be plugged into it while the guest runs; null leaves it to QEMU.</summary>
    public bool? HotPlug { get; init; }
}

/// <summary>What a PCI controller is.</summary>
public enum PciControllerModel
{
    /// <summary>The only bus of an i440fx machine; not a device.</summary>
    PciRoot,

    /// <summary>The root complex of a q35 machine; not a device.</summary>
    PcieRoot,

    /// <summary>A port of the root complex, for one hot-pluggable device.</summary>
    PcieRootPort,

    /// <summary>A bridge from PCI Express to a PCI bus.</summary>
    PcieToPciBridge,

    /// <summary>A bridge from one PCI bus to another.</summary>
    PciBridge,

    /// <summary>The older bridge from PCI Express to a PCI bus, without hot-plug.</summary>
    DmiToPciBridge,

    /// <summary>The upper end of a switch: in a port, for downstream ports.</summary>
    PcieSwitchUpstreamPort,

    /// <summary>A port of a switch, for one hot-pluggable device.</summary>
    PcieSwitchDownstreamPort,

    /// <summary>Another root beside that of an i440fx machine.</summary>
    PciExpanderBus,

    /// <summary>Another root complex beside that of a q35 machine.</summary>
    PcieExpanderBus,
}
