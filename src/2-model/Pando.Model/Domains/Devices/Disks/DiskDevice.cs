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

    /// <summary>The form of virtio of a disk on its bus; null is the usual one.</summary>
    public VirtioModel? Model { get; init; }

    /// <summary>Whether a USB disk says that its medium can be taken out; null leaves it to QEMU.</summary>
    public bool? Removable { get; init; }

    /// <summary>The rotations a minute that the disk says it has (SCSI, SATA, IDE); 1 is a disk without any.</summary>
    public int? RotationRate { get; init; }

    /// <summary>Whether the tray of a drive is open.</summary>
    public bool TrayOpen { get; init; }

    /// <summary>Whether the guest may not write it.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether other machines may write it at the same time.</summary>
    public bool Shareable { get; init; }

    /// <summary>Whether everything the guest writes is forgotten when the machine ends.</summary>
    public DiskTransience? Transient { get; init; }

    /// <summary>Whether the guest of a <see cref="DiskKind.Lun"/> needs the right to send any SCSI command.</summary>
    public bool? RawIo { get; init; }

    /// <summary>Whether the SCSI commands of a <see cref="DiskKind.Lun"/> are filtered, which they always are.</summary>
    public bool FiltersScsi { get; init; }

    /// <summary>What a snapshot of the machine does with the disk; null leaves it to the snapshot.</summary>
    public DiskSnapshot? Snapshot { get; init; }

    /// <summary>The geometry the guest is told.</summary>
    public DiskGeometry? Geometry { get; init; }

    /// <summary>The block sizes the guest is told.</summary>
    public DiskBlockSizes? BlockSizes { get; init; }

    /// <summary>How fast the guest may use it; null is without a limit.</summary>
    public DiskThrottle? Throttle { get; init; }

    /// <summary>The copy that is being made of it.</summary>
    public DiskMirror? Mirror { get; init; }

    /// <summary>The World Wide Name the guest sees, sixteen hexadecimal digits (SCSI, SATA, IDE).</summary>
    public string? WorldWideName { get; init; }

    /// <summary>The vendor a SCSI guest sees, at most 8 letters.</summary>
    public string? Vendor { get; init; }

    /// <summary>The product a SCSI guest sees, at most 16 letters.</summary>
    public string? Product { get; init; }

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

    /// <summary>A floppy drive.</summary>
    Floppy,

    /// <summary>A SCSI device of the host, whose commands the guest sends by itself.</summary>
    Lun,
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

    /// <summary>The floppy controller.</summary>
    Fdc,

    /// <summary>A memory card.</summary>
    Sd,
}

/// <summary>A disk that forgets.</summary>
/// <param name="SharesBacking">Whether the image stays usable by other machines meanwhile; null is not.</param>
public sealed record DiskTransience(bool? SharesBacking = null);

/// <summary>What a snapshot of a machine does with a disk.</summary>
public enum DiskSnapshot
{
    /// <summary>Nothing.</summary>
    No,

    /// <summary>The snapshot is inside the image.</summary>
    Internal,

    /// <summary>The snapshot is an image of its own.</summary>
    External,

    /// <summary>Whoever asks for it makes it.</summary>
    Manual,
}
