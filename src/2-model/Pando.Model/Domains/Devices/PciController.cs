namespace Pando.Model.Domains.Devices;

/// <summary>A PCI bus: a root, a port or a bridge. Its index is the number of the bus.</summary>
public sealed record PciController : ControllerDevice
{
    /// <summary>What it is.</summary>
    public required PciControllerModel Model { get; init; }

    /// <summary>The chassis of a root port; null until it is assigned.</summary>
    public int? Chassis { get; init; }

    /// <summary>The port number of a root port; null until it is assigned.</summary>
    public int? Port { get; init; }

    /// <summary>The chassis number of a PCI bridge; null until it is assigned.</summary>
    public int? ChassisNumber { get; init; }

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
}
