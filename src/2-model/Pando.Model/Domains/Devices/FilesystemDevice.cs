using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>A directory of the host that the guest mounts by a tag: over 9p by QEMU itself, or by virtiofsd beside it.</summary>
public sealed record FilesystemDevice : Device
{
    /// <summary>How it is shared; null is 9p.</summary>
    public FilesystemDriver? Driver { get; init; }

    /// <summary>The directory; null where a server is reached by <see cref="SocketPath"/>.</summary>
    public string? SourcePath { get; init; }

    /// <summary>The socket of a virtiofs server that runs already.</summary>
    public string? SocketPath { get; init; }

    /// <summary>What the guest mounts it by.</summary>
    public required string Tag { get; init; }

    /// <summary>Whether the guest may only read (9p).</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whose the guest's files are on the host; null until the default is filled in.</summary>
    public FilesystemAccess? Access { get; init; }

    /// <summary>The permission bits of new files (9p, <see cref="FilesystemAccess.Mapped"/>).</summary>
    public int? FileMode { get; init; }

    /// <summary>The permission bits of new directories (9p, <see cref="FilesystemAccess.Mapped"/>).</summary>
    public int? DirectoryMode { get; init; }

    /// <summary>What happens where other file systems are mounted below (9p).</summary>
    public MountsBelow? MountsBelow { get; init; }

    /// <summary>Whether what the guest writes is written to the host's disk at once (9p).</summary>
    public bool WritesAtOnce { get; init; }

    /// <summary>The form of virtio; null is the usual one.</summary>
    public VirtioModel? Model { get; init; }

    /// <summary>The rings.</summary>
    public VirtioOptions Virtio { get; init; } = VirtioOptions.Unsaid;

    /// <summary>How many requests fit into a ring (virtiofs); null leaves it to QEMU.</summary>
    public int? QueueSize { get; init; }

    /// <summary>Where among what is booted from it is tried (virtiofs); null is not at all.</summary>
    public int? BootOrder { get; init; }

    /// <summary>How virtiofsd is run.</summary>
    public VirtiofsdOptions Server { get; init; } = VirtiofsdOptions.Unsaid;
}

/// <summary>How a directory is shared.</summary>
public enum FilesystemDriver
{
    /// <summary>9p, by QEMU itself.</summary>
    Path,

    /// <summary>9p over file handles, which QEMU has no more.</summary>
    Handle,

    /// <summary>virtiofs, by a program beside QEMU.</summary>
    [XmlEnum("virtiofs")]
    VirtioFs,
}

/// <summary>Whose a guest's files are on the host.</summary>
public enum FilesystemAccess
{
    /// <summary>The same owners and modes as in the guest.</summary>
    [XmlEnum("passthrough")]
    PassThrough,

    /// <summary>QEMU's user's; the guest's owners and modes are kept beside them.</summary>
    Mapped,

    /// <summary>QEMU's user's; that owners cannot be changed is not told to the guest.</summary>
    Squash,
}

/// <summary>What happens where other file systems are mounted below a shared directory: inode numbers may repeat.</summary>
public enum MountsBelow
{
    /// <summary>A warning in QEMU's log.</summary>
    Default,

    /// <summary>The guest sees other numbers.</summary>
    Remap,

    /// <summary>Only the first file system is shared.</summary>
    Forbid,

    /// <summary>A warning in QEMU's log.</summary>
    Warn,
}

/// <summary>How virtiofsd is run; what is null is left to it.</summary>
public sealed record VirtiofsdOptions
{
    /// <summary>Nothing is said.</summary>
    public static readonly VirtiofsdOptions Unsaid = new();

    /// <summary>The program; null is the host's.</summary>
    public string? ProgramPath { get; init; }

    /// <summary>Whether the guest may set extended attributes.</summary>
    public bool? ExtendedAttributes { get; init; }

    /// <summary>What the guest may keep of the files.</summary>
    public VirtiofsCache? Cache { get; init; }

    /// <summary>How virtiofsd confines itself.</summary>
    public VirtiofsSandbox? Sandbox { get; init; }

    /// <summary>Whether POSIX locks hold on the host, too.</summary>
    public bool? PosixLocks { get; init; }

    /// <summary>Whether BSD locks hold on the host, too.</summary>
    public bool? Flocks { get; init; }

    /// <summary>How many threads serve; 0 serves in the thread that reads the ring.</summary>
    public int? Threads { get; init; }
}

/// <summary>What a guest may keep of shared files.</summary>
public enum VirtiofsCache
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Everything: only for a directory that nobody else writes.</summary>
    Always,
}

/// <summary>How virtiofsd confines itself to the directory.</summary>
public enum VirtiofsSandbox
{
    /// <summary>By namespaces of its own.</summary>
    Namespace,

    /// <summary>By chroot(2) only.</summary>
    Chroot,
}
