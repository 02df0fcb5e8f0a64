using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>A disk or a CD-ROM drive whose content is a file of the host.</summary>
public sealed record DiskDevice : Device
{
    /// <summary>What the guest sees.</summary>
    public DiskKind Kind { get; init; } = DiskKind.Disk;

    /// <summary>How QEMU treats the file.</summary>
    public DiskDriver Driver { get; init; } = new();

    /// <summary>The file; null is a drive without a medium.</summary>
    public string? SourcePath { get; init; }

    /// <summary>The images below the file; null when QEMU is to find them out by itself.</summary>
    public DiskBacking? Backing { get; init; }

    /// <summary>The name that orders the disks of a bus, such as <c>vda</c>; unique in a machine.</summary>
    public required string TargetName { get; init; }

    /// <summary>The bus; null until it is concluded from the name.</summary>
    public DiskBus? Bus { get; init; }

    /// <summary>Whether the tray of a drive is open.</summary>
    public bool TrayOpen { get; init; }

    /// <summary>Whether the guest may not write it.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether other machines may write it at the same time.</summary>
    public bool Shareable { get; init; }

    /// <summary>The serial number the guest sees.</summary>
    public string? Serial { get; init; }

    /// <summary>Its place among the devices that are booted from, from 1; null is not at all.</summary>
    public int? BootOrder { get; init; }
}

/// <summary>What the guest sees of a disk.</summary>
public enum DiskKind
{
    /// <summary>A disk.</summary>
    Disk,

    /// <summary>A CD-ROM drive.</summary>
    [XmlEnum("cdrom")]
    CdRom,
}

/// <summary>The bus a disk hangs on.</summary>
public enum DiskBus
{
    /// <summary>virtio-blk.</summary>
    Virtio,

    /// <summary>SATA (AHCI).</summary>
    Sata,

    /// <summary>SCSI.</summary>
    Scsi,

    /// <summary>IDE.</summary>
    Ide,

    /// <summary>USB storage.</summary>
    Usb,
}
