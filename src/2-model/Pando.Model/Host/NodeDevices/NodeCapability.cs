using Pando.Model.Domains.Devices;

namespace Pando.Model.Host.NodeDevices;

/// <summary>What a device of the host is.</summary>
public abstract record NodeCapability
{
    /// <summary>libvirt's word for it, by which lists are asked for: <c>pci</c>, <c>net</c>.</summary>
    public abstract string Kind { get; }
}

/// <summary>The host itself.</summary>
/// <param name="Uuid">Its identity.</param>
public sealed record SystemCapability(Guid Uuid) : NodeCapability
{
    /// <inheritdoc/>
    public override string Kind => "system";

    /// <summary>Who made it; null where the firmware does not say.</summary>
    public string? Vendor { get; init; }

    /// <summary>What they call it.</summary>
    public string? Product { get; init; }

    /// <summary>Of which kind.</summary>
    public string? Version { get; init; }

    /// <summary>Its serial number.</summary>
    public string? Serial { get; init; }

    /// <summary>Who made its firmware.</summary>
    public string? FirmwareVendor { get; init; }

    /// <summary>Which firmware.</summary>
    public string? FirmwareVersion { get; init; }

    /// <summary>When that was made.</summary>
    public string? FirmwareDate { get; init; }
}

/// <summary>A number and, where a list on the host knows it, the name for it.</summary>
/// <param name="Id">The number.</param>
/// <param name="Name">The name; null where nobody knows it.</param>
public sealed record KnownId(int Id, string? Name);

/// <summary>A PCI device.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Class">What it does: PCI's number of 24 bits.</param>
/// <param name="Vendor">Who made it.</param>
/// <param name="Product">What it is.</param>
public sealed record PciCapability(PciAddress Address, int Class, KnownId Vendor, KnownId Product) : NodeCapability
{
    /// <inheritdoc/>
    public override string Kind => "pci";

    /// <summary>The number of its IOMMU group; null without an IOMMU.</summary>
    public int? IommuGroup { get; init; }

    /// <summary>All of that group, itself among them.</summary>
    public EquatableArray<PciAddress> GroupMembers { get; init; }

    /// <summary>The NUMA node that it is at; null where the kernel does not say.</summary>
    public int? NumaNode { get; init; }

    /// <summary>The function that it is a virtual one of; null where it is none.</summary>
    public PciAddress? PhysicalFunction { get; init; }

    /// <summary>How many virtual functions it can have; null where it can have none.</summary>
    public int? MostVirtualFunctions { get; init; }

    /// <summary>Those that it has.</summary>
    public EquatableArray<PciAddress> VirtualFunctions { get; init; }

    /// <summary>Whether it speaks PCI Express.</summary>
    public bool IsExpress { get; init; }

    /// <summary>Whether others hang behind it: a bridge.</summary>
    public bool IsBridge { get; init; }
}

/// <summary>A USB device.</summary>
/// <param name="Bus">The number of its bus.</param>
/// <param name="Number">Its number there, a new one each time it is plugged in.</param>
/// <param name="Vendor">Who made it.</param>
/// <param name="Product">What it is.</param>
public sealed record UsbDeviceCapability(int Bus, int Number, KnownId Vendor, KnownId Product) : NodeCapability
{
    /// <inheritdoc/>
    public override string Kind => "usb_device";
}

/// <summary>One of the things that a USB device does.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Class">What it does: USB's number.</param>
/// <param name="Subclass">More of it.</param>
/// <param name="Protocol">How.</param>
public sealed record UsbInterfaceCapability(int Number, int Class, int Subclass, int Protocol) : NodeCapability
{
    /// <inheritdoc/>
    public override string Kind => "usb";
}

/// <summary>A network device.</summary>
/// <param name="Interface">Its name.</param>
public sealed record NetCapability(string Interface) : NodeCapability
{
    /// <inheritdoc/>
    public override string Kind => "net";

    /// <summary>Its MAC address; null where it has none.</summary>
    public string? Address { get; init; }

    /// <summary>Whether it works: the kernel's word (operstate).</summary>
    public string? State { get; init; }

    /// <summary>How fast it is, in Mbit/s; null where the driver does not say.</summary>
    public long? Speed { get; init; }

    /// <summary>Whether it is wireless; null for what is not Ethernet.</summary>
    public bool? IsWireless { get; init; }
}

/// <summary>What talks to SCSI devices.</summary>
/// <param name="Number">Its number.</param>
/// <param name="UniqueId">The driver's number for it; null where it has none.</param>
public sealed record ScsiHostCapability(int Number, int? UniqueId) : NodeCapability
{
    /// <inheritdoc/>
    public override string Kind => "scsi_host";
}

/// <summary>What SCSI devices are units of.</summary>
/// <param name="Target">The kernel's name.</param>
public sealed record ScsiTargetCapability(string Target) : NodeCapability
{
    /// <inheritdoc/>
    public override string Kind => "scsi_target";
}

/// <summary>A SCSI device.</summary>
/// <param name="Host">The number of its host.</param>
/// <param name="Bus">The bus of that.</param>
/// <param name="Target">The target there.</param>
/// <param name="Unit">The unit of that.</param>
/// <param name="Type">What it is: <c>disk</c>, <c>cdrom</c>…; null for what has no word.</param>
public sealed record ScsiCapability(int Host, int Bus, int Target, int Unit, string? Type) : NodeCapability
{
    /// <inheritdoc/>
    public override string Kind => "scsi";
}

/// <summary>A disk, a CD drive.</summary>
/// <param name="Block">Its node.</param>
/// <param name="DriveType"><c>disk</c>, <c>cdrom</c>, <c>floppy</c>.</param>
public sealed record StorageCapability(string Block, string DriveType) : NodeCapability
{
    /// <inheritdoc/>
    public override string Kind => "storage";

    /// <summary>What it is plugged into, in udev's word: <c>ata</c>, <c>usb</c>; null where udev does not say.</summary>
    public string? Bus { get; init; }

    /// <summary>What it is called; null where it does not say.</summary>
    public string? Model { get; init; }

    /// <summary>Who made it.</summary>
    public string? Vendor { get; init; }

    /// <summary>Its serial number as udev puts it together; null where there is no udev.</summary>
    public string? Serial { get; init; }

    /// <summary>Whether its medium can be taken out.</summary>
    public bool IsRemovable { get; init; }

    /// <summary>Its size, in bytes; of a removable one that of the medium.</summary>
    public long SizeBytes { get; init; }

    /// <summary>The size of a block, in bytes.</summary>
    public long BlockBytes { get; init; }
}
