namespace Pando.Model.Domains.Devices;

/// <summary>A device of the host that the guest has as its own.</summary>
public abstract record HostDevice : Device
{
    private protected HostDevice() { }

    /// <summary>Whether it is taken from the host's driver at start and given back at the end; null is no.</summary>
    public bool? Managed { get; init; }

    /// <summary>Its place among the devices that are booted from, from 1; null is not at all.</summary>
    public int? BootOrder { get; init; }

    /// <summary>The card's boot ROM.</summary>
    public OptionRom Rom { get; init; } = new();
}

/// <summary>A PCI device.</summary>
public sealed record HostPciDevice : HostDevice
{
    /// <summary>Its place on the host.</summary>
    public required PciAddress Host { get; init; }

    /// <summary>What hands it over; null is VFIO.</summary>
    public HostPciDriver? Driver { get; init; }

    /// <summary>Whether writes to its configuration are filtered; null is yes, which only Xen can change.</summary>
    public bool? WriteFiltering { get; init; }

    /// <summary>What a missing device means; null is that the machine does not start.</summary>
    public StartupPolicy? StartupPolicy { get; init; }

    /// <summary>Its part in a pair of network cards.</summary>
    public InterfaceTeaming? Teaming { get; init; }
}

/// <summary>A virtual device that a driver of the host makes out of a real one (mdev).</summary>
public sealed record HostMediatedDevice : HostDevice
{
    /// <summary>What it is to the guest.</summary>
    public required MediatedModel Model { get; init; }

    /// <summary>Its identity.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Whether what it draws is shown on the machine's displays; null leaves it to QEMU.</summary>
    public bool? Display { get; init; }

    /// <summary>Whether there is a frame buffer in memory until its driver runs; null is no.</summary>
    public bool? RamFramebuffer { get; init; }
}

/// <summary>What a mediated device is to the guest.</summary>
public enum MediatedModel
{
    /// <summary>A PCI device.</summary>
    VfioPci,

    /// <summary>A channel device of a mainframe.</summary>
    VfioCcw,

    /// <summary>A crypto card of a mainframe.</summary>
    VfioAp,
}

/// <summary>SCSI targets of the host's kernel, as a whole controller (vhost-scsi).</summary>
public sealed record HostScsiController : HostDevice
{
    /// <summary>The name of the target group: <c>naa.</c> and 16 hexadecimal digits.</summary>
    public required string WorldWidePortName { get; init; }

    /// <summary>Which form of virtio; null is both.</summary>
    public VirtioModel? Model { get; init; }
}
