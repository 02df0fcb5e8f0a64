using System.Collections.Immutable;
using Pando.Model.Ports;

namespace Pando.Domains;

/// <summary>A machine that is wanted, with what must be made for it. The words are virt-install's.</summary>
public sealed record InstallOrder
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Memory in KiB.</summary>
    public required long MemoryKiB { get; init; }

    /// <summary>Virtual processors.</summary>
    public required int Vcpus { get; init; }

    /// <summary>What the guest is (<c>debian12</c>…), as osinfo names it; it is kept in the metadata. Null: not said.</summary>
    public string? OsVariant { get; init; }

    /// <summary>Disks in order.</summary>
    public ImmutableArray<InstallDisk> Disks { get; init; } = [];

    /// <summary>An ISO image in a CD-ROM drive.</summary>
    public string? CdRom { get; init; }

    /// <summary>A kernel that is booted directly, with its initrd and arguments.</summary>
    public InstallKernel? Kernel { get; init; }

    /// <summary>Whether UEFI takes the place of BIOS.</summary>
    public bool Uefi { get; init; }

    /// <summary>Kinds of devices to boot from, in order: <c>hd</c>, <c>cdrom</c>, <c>network</c>.</summary>
    public ImmutableArray<string> Boot { get; init; } = [];

    /// <summary>Interfaces: <c>user</c> each in this version.</summary>
    public ImmutableArray<string> Networks { get; init; } = ["user"];

    /// <summary><c>vnc</c> or <c>none</c>.</summary>
    public string Graphics { get; init; } = "vnc";

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
public sealed record InstallDisk(
    string? Path, long? SizeBytes, string Format = "qcow2", string? Bus = null, string Pool = "default",
    string? Image = null, bool FullCopy = false, string? Volume = null);

/// <summary>A kernel of the host that is booted directly.</summary>
public sealed record InstallKernel(string KernelPath, string? InitrdPath, string? Arguments);
