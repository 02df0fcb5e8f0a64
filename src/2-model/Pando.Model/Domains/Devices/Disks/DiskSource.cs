using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>Where the content of a disk is. A drive without a medium has none.</summary>
public abstract record DiskSource
{
    private protected DiskSource() { }

    /// <summary>The part of it that is the disk; null is the whole.</summary>
    public SourceSlice? Slice { get; init; }

    /// <summary>How it is encrypted; null is not at all.</summary>
    public DiskEncryption? Encryption { get; init; }

    /// <summary>How security drivers label it, against what the machine says.</summary>
    public EquatableArray<DeviceSeclabel> Labels { get; init; }

    /// <summary>The path on this host that is opened for QEMU; null where the content is elsewhere.</summary>
    public virtual string? HostPath => null;
}

/// <summary>A file of the host.</summary>
/// <param name="Path">Absolute.</param>
public sealed record FileSource(string Path) : DiskSource
{
    /// <summary>The name of descriptors that a client handed over for it; null where the path is opened.</summary>
    public string? DescriptorGroup { get; init; }

    /// <inheritdoc/>
    public override string HostPath => Path;
}

/// <summary>A block device of the host.</summary>
/// <param name="Path">Absolute, such as <c>/dev/disk/by-id/…</c>.</param>
public sealed record BlockSource(string Path) : DiskSource
{
    /// <summary>How SCSI reservations of the guest reach the device; null is not at all.</summary>
    public SourceReservations? Reservations { get; init; }

    /// <inheritdoc/>
    public override string HostPath => Path;
}

/// <summary>A directory of the host that the guest sees as a FAT file system.</summary>
/// <param name="Path">Absolute.</param>
public sealed record DirectorySource(string Path) : DiskSource;

/// <summary>A volume of a storage pool, known by names instead of a path.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Volume">The volume in it.</param>
/// <param name="Mode">How a volume of an iSCSI pool is reached; null leaves it to the pool.</param>
public sealed record VolumeSource(string Pool, string Volume, VolumeMode? Mode = null) : DiskSource;

/// <summary>A namespace of an NVMe controller that is taken from the host and driven by QEMU itself.</summary>
/// <param name="Controller">The controller's place on the host's PCI.</param>
/// <param name="Namespace">The number of the namespace, from 1.</param>
/// <param name="Managed">Whether the controller is taken from the host's driver at the start and given back at the end.</param>
public sealed record NvmeSource(PciAddress Controller, long Namespace, bool? Managed = null) : DiskSource;

/// <summary>A vhost-user-blk server on a unix socket: another program has the content.</summary>
/// <param name="SocketPath">Absolute.</param>
/// <param name="Reconnect">What happens when the server goes away; null leaves it to QEMU.</param>
public sealed record VhostUserSource(string SocketPath, SourceReconnect? Reconnect = null) : DiskSource;

/// <summary>The kinds of <see cref="DiskSource"/>, as the definition names them.</summary>
public enum DiskSourceKind
{
    /// <summary><see cref="FileSource"/>.</summary>
    File,

    /// <summary><see cref="BlockSource"/>.</summary>
    Block,

    /// <summary><see cref="DirectorySource"/>.</summary>
    Dir,

    /// <summary><see cref="NetworkSource"/>.</summary>
    Network,

    /// <summary><see cref="VolumeSource"/>.</summary>
    Volume,

    /// <summary><see cref="NvmeSource"/>.</summary>
    Nvme,

    /// <summary><see cref="VhostUserSource"/>.</summary>
    [XmlEnum("vhostuser")]
    VhostUser,
}

/// <summary>How a volume of an iSCSI pool is reached.</summary>
public enum VolumeMode
{
    /// <summary>By the block device that the host has logged in to.</summary>
    Host,

    /// <summary>By QEMU's own initiator.</summary>
    Direct,
}
