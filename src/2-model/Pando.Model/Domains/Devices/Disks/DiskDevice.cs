using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>A disk or a drive, and where its content is.</summary>
public sealed record DiskDevice : Device
{
    /// <summary>What the guest sees.</summary>
    public DiskKind Kind { get; init; } = DiskKind.Disk;

    /// <summary>How QEMU treats the content.</summary>
    public DiskDriver Driver { get; init; } = new();

    /// <summary>Where the content is; null is a drive without a medium.</summary>
    public DiskSource? Source { get; init; }

    /// <summary>What kind of source a drive without a medium was defined with.</summary>
    public DiskSourceKind EmptyKind { get; init; }

    /// <summary>What happens at a start when the source is not there; null is that the start fails.</summary>
    public StartupPolicy? StartupPolicy { get; init; }

    /// <summary>The images below the source; null when they are to be found out from the image.</summary>
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

    /// <summary>The path of a disk that is a file; null for any other, and for a drive without a medium.</summary>
    public string? FilePath
    {
        get => (Source as FileSource)?.Path;
        init => Source = value is null ? null : new FileSource(value);
    }
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
