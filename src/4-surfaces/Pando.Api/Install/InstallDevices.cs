namespace Pando.Api.Install;

/// <summary>A disk of a new machine: a file that exists (<see cref="Path"/>), or a volume that is made.</summary>
public sealed record InstallDisk
{
    /// <summary>A file on the host; made where it does not exist and <see cref="SizeBytes"/> is given.</summary>
    public string? Path { get; init; }

    /// <summary>The size of a volume that is made.</summary>
    public long? SizeBytes { get; init; }

    /// <summary><c>qcow2</c> or <c>raw</c>.</summary>
    public string? Format { get; init; }

    /// <summary><c>virtio</c>, <c>sata</c>, <c>scsi</c>, <c>ide</c>, <c>usb</c>.</summary>
    public string? Bus { get; init; }

    /// <summary>The pool that the volume is made in; absent: <c>default</c>.</summary>
    public string? Pool { get; init; }

    /// <summary>The volume's name in its pool: one that exists, or the one that is made.</summary>
    public string? Volume { get; init; }

    /// <summary>The guest image that this disk is made from.</summary>
    public string? Image { get; init; }

    /// <summary>An image file on the host that the new volume is a linked clone of.</summary>
    public string? BackingPath { get; init; }

    /// <summary>That file's format; it is never guessed.</summary>
    public string? BackingFormat { get; init; }

    /// <summary><c>disk</c> (the default) or <c>cdrom</c>.</summary>
    public string? Device { get; init; }

    /// <summary>QEMU's cache mode: <c>none</c>, <c>writeback</c>, <c>unsafe</c>…</summary>
    public string? Cache { get; init; }

    /// <summary>Whether the guest may only read.</summary>
    public bool ReadOnly { get; init; }
}

/// <summary>An interface of a new machine.</summary>
public sealed record InstallNetwork
{
    /// <summary>What it is connected to: <c>user</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The device that the guest sees: <c>virtio</c>, <c>e1000e</c>…</summary>
    public string? Model { get; init; }

    /// <summary>Its hardware address; absent: a new one.</summary>
    public string? Mac { get; init; }
}

/// <summary>A screen of a new machine.</summary>
public sealed record InstallGraphics
{
    /// <summary>The protocol: <c>vnc</c>.</summary>
    public required string Type { get; init; }

    /// <summary>An address; absent: the host's own loopback.</summary>
    public string? Listen { get; init; }

    /// <summary>A TCP port; absent: the next free one.</summary>
    public int? Port { get; init; }
}

/// <summary>How a new machine boots.</summary>
public sealed record InstallBoot
{
    /// <summary><c>bios</c> or <c>efi</c>.</summary>
    public string? Firmware { get; init; }

    /// <summary>libvirt's names in order: <c>hd</c>, <c>cdrom</c>, <c>network</c>.</summary>
    public IReadOnlyList<string>? Order { get; init; }

    /// <summary>A kernel on the host that is booted directly.</summary>
    public string? Kernel { get; init; }

    /// <summary>Its initrd.</summary>
    public string? Initrd { get; init; }

    /// <summary>Its command line.</summary>
    public string? KernelArguments { get; init; }
}
