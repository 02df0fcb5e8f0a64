using System.Collections.Immutable;
using Pando.Model.Domains;
using Pando.Model.Ports;

namespace Pando.Domains;

/// <summary>A machine that is wanted, with what must be made for it. The words are virt-install's.</summary>
public sealed record InstallOrder
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Its uuid; null: a new one.</summary>
    public DomainId? Id { get; init; }

    /// <summary>A short title for people.</summary>
    public string? Title { get; init; }

    /// <summary>A description for people.</summary>
    public string? Description { get; init; }

    /// <summary>Memory in KiB; null: what the system needs.</summary>
    public long? MemoryKiB { get; init; }

    /// <summary>Virtual processors; null: what the system needs.</summary>
    public int? Vcpus { get; init; }

    /// <summary>libvirt's cpu mode (<c>host-passthrough</c>, <c>host-model</c>, <c>maximum</c>) or a model's name; null: all that the accelerator offers.</summary>
    public string? Cpu { get; init; }

    /// <summary>QEMU's machine type; null: the newest that the system runs on.</summary>
    public string? Machine { get; init; }

    /// <summary>What the guest is (<c>debian12</c>…), as osinfo names it: it decides what is left open here, and is kept in the metadata. Null: not said.</summary>
    public string? OsVariant { get; init; }

    /// <summary>Disks in order.</summary>
    public ImmutableArray<InstallDisk> Disks { get; init; } = [];

    /// <summary>An ISO image in a CD-ROM drive.</summary>
    public string? CdRom { get; init; }

    /// <summary>An installation tree (a directory, http or https) or an ISO image: the first run is of its installer.</summary>
    public string? Location { get; init; }

    /// <summary>Arguments for the kernel of <see cref="Location"/>.</summary>
    public string? InstallerArguments { get; init; }

    /// <summary>A kernel that is booted directly, with its initrd and arguments.</summary>
    public InstallKernel? Kernel { get; init; }

    /// <summary>Whether UEFI takes the place of BIOS; null: where the system needs it.</summary>
    public bool? Uefi { get; init; }

    /// <summary>Kinds of devices to boot from, in order: <c>hd</c>, <c>cdrom</c>, <c>network</c>.</summary>
    public ImmutableArray<string> Boot { get; init; } = [];

    /// <summary>Interfaces.</summary>
    public ImmutableArray<InstallNetwork> Networks { get; init; } = [new InstallNetwork("user")];

    /// <summary>Screens.</summary>
    public ImmutableArray<InstallGraphics> Graphics { get; init; } = [new InstallGraphics("vnc")];

    /// <summary>A NoCloud seed, as a further disk that the guest may only read; null for none.</summary>
    public CloudInitSeed? CloudInit { get; init; }

    /// <summary>Whether the machine is started when it is made.</summary>
    public bool Start { get; init; } = true;

    /// <summary>Whether it is started paused.</summary>
    public bool Paused { get; init; }

    /// <summary>Whether it starts with the host.</summary>
    public bool Autostart { get; init; }
}

/// <summary>A disk of an order: an existing file, or a volume that is made.</summary>
/// <param name="Path">An existing file; null when a volume is made.</param>
/// <param name="SizeBytes">The new volume's size; null: as large as its image.</param>
/// <param name="Format"><c>qcow2</c> or <c>raw</c>.</param>
/// <param name="Bus"><c>virtio</c>, <c>sata</c>, <c>scsi</c>, <c>ide</c>, <c>usb</c>; null: the best one.</param>
/// <param name="Pool">The pool of a new volume.</param>
/// <param name="Image">The guest image a new volume is made from.</param>
/// <param name="FullCopy">Whether the image is copied instead of linked.</param>
/// <param name="Volume">The new volume's name; null: the machine's name and a number.</param>
/// <param name="CdRom">Whether the guest sees a CD-ROM drive.</param>
/// <param name="ReadOnly">Whether the guest may only read.</param>
/// <param name="Cache">libvirt's cache mode: <c>none</c>, <c>writeback</c>…; null: the best one.</param>
public sealed record InstallDisk(
    string? Path, long? SizeBytes, string Format = "qcow2", string? Bus = null, string Pool = "default",
    string? Image = null, bool FullCopy = false, string? Volume = null, bool CdRom = false, bool ReadOnly = false, string? Cache = null);

/// <summary>An interface of an order.</summary>
/// <param name="Type">What it is connected to: <c>user</c>, the only kind of this version.</param>
/// <param name="Model">The card that the guest sees: <c>virtio</c>, <c>e1000e</c>…; null: the best one.</param>
/// <param name="Mac">Its address; null: a new one.</param>
public sealed record InstallNetwork(string Type, string? Model = null, string? Mac = null);

/// <summary>A screen of an order.</summary>
/// <param name="Type"><c>vnc</c>.</param>
/// <param name="Address">What it listens on; null: the host's own loopback.</param>
/// <param name="Port">A TCP port; null: the next free one.</param>
public sealed record InstallGraphics(string Type, string? Address = null, int? Port = null);

/// <summary>A kernel of the host that is booted directly.</summary>
public sealed record InstallKernel(string KernelPath, string? InitrdPath, string? Arguments);
