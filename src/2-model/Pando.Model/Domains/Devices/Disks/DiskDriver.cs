using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>How QEMU treats a disk's file; what is null is left to QEMU.</summary>
public sealed record DiskDriver
{
    /// <summary>The format of the file; null is raw, once the defaults are filled in. It is never guessed from the content.</summary>
    public DiskFormat? Format { get; init; }

    /// <summary>How the host caches it.</summary>
    public DiskCache? Cache { get; init; }

    /// <summary>How requests reach the host's kernel.</summary>
    public DiskIo? Io { get; init; }

    /// <summary>What becomes of the guest's discards.</summary>
    public DiskDiscard? Discard { get; init; }

    /// <summary>What becomes of zeroes that the guest writes.</summary>
    public DetectZeroes? DetectZeroes { get; init; }

    /// <summary>What happens to the guest on a write error.</summary>
    public DiskErrorPolicy? ErrorPolicy { get; init; }

    /// <summary>What happens to the guest on a read error.</summary>
    public DiskErrorPolicy? ReadErrorPolicy { get; init; }

    /// <summary>The number of virtio queues.</summary>
    public int? Queues { get; init; }

    /// <summary>How many requests fit into a virtio queue.</summary>
    public int? QueueSize { get; init; }

    /// <summary>The number of the I/O thread that serves it; null is QEMU's main loop.</summary>
    public int? IoThread { get; init; }

    /// <summary>Whether the guest's notifications are handled outside of its processors (virtio).</summary>
    public bool? IoEventFd { get; init; }

    /// <summary>Whether guest and host notify each other only when it is needed (virtio).</summary>
    public bool? EventIndex { get; init; }

    /// <summary>Whether what is read from the images below is kept in the guest's own.</summary>
    public bool? CopyOnRead { get; init; }

    /// <summary>Whether discarded clusters of a qcow2 image keep their place, so that it does not fragment.</summary>
    public bool? DiscardKeepsPlace { get; init; }

    /// <summary>The most memory that the image's metadata may take, in bytes; null leaves it to QEMU.</summary>
    public long? MetadataCacheBytes { get; init; }

    /// <summary>The rings of a virtio disk.</summary>
    public VirtioOptions Virtio { get; init; } = VirtioOptions.Unsaid;
}

/// <summary>The format of an image.</summary>
public enum DiskFormat
{
    /// <summary>The bytes of the disk as they are.</summary>
    Raw,

    /// <summary>QEMU's own, with snapshots and backing images.</summary>
    Qcow2,

    /// <summary>The older form of qcow2.</summary>
    Qcow,

    /// <summary>QEMU's enhanced disk.</summary>
    Qed,

    /// <summary>VirtualBox.</summary>
    Vdi,

    /// <summary>Hyper-V.</summary>
    [XmlEnum("vhd")]
    Vhdx,

    /// <summary>VMware.</summary>
    Vmdk,

    /// <summary>Virtual PC.</summary>
    Vpc,

    /// <summary>A FAT file system made of a directory.</summary>
    Fat,

    /// <summary>Bochs; read only.</summary>
    Bochs,

    /// <summary>A compressed loop image; read only.</summary>
    Cloop,

    /// <summary>Apple's disk image; read only.</summary>
    Dmg,

    /// <summary>Parallels.</summary>
    [XmlEnum("ploop")]
    Parallels,
}

/// <summary>How the host caches a disk.</summary>
public enum DiskCache
{
    /// <summary>Not in the host's memory.</summary>
    None,

    /// <summary>In the host's memory, written through.</summary>
    [XmlEnum("writethrough")]
    WriteThrough,

    /// <summary>In the host's memory, written when the guest flushes.</summary>
    [XmlEnum("writeback")]
    WriteBack,

    /// <summary>Not in the host's memory, and each write is flushed.</summary>
    [XmlEnum("directsync")]
    DirectSync,

    /// <summary>In the host's memory; flushes are ignored. A crash of the host loses data.</summary>
    Unsafe,
}

/// <summary>How requests reach the host's kernel.</summary>
public enum DiskIo
{
    /// <summary>A pool of threads.</summary>
    Threads,

    /// <summary>Linux AIO.</summary>
    Native,

    /// <summary>io_uring.</summary>
    [XmlEnum("io_uring")]
    IoUring,
}

/// <summary>What becomes of a guest's discards.</summary>
public enum DiskDiscard
{
    /// <summary>The space is given back.</summary>
    Unmap,

    /// <summary>Nothing.</summary>
    Ignore,
}

/// <summary>What becomes of zeroes that the guest writes.</summary>
public enum DetectZeroes
{
    /// <summary>They are written.</summary>
    Off,

    /// <summary>They are written in the cheap way.</summary>
    On,

    /// <summary>Their space is given back.</summary>
    Unmap,
}

/// <summary>What happens to the guest on an I/O error.</summary>
public enum DiskErrorPolicy
{
    /// <summary>It is paused.</summary>
    Stop,

    /// <summary>It is told.</summary>
    Report,

    /// <summary>It is not told.</summary>
    Ignore,

    /// <summary>It is paused when the space has run out, else told. Not for reads.</summary>
    [XmlEnum("enospace")]
    NoSpace,
}
