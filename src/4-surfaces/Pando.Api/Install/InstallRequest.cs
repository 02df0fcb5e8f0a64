namespace Pando.Api.Install;

/// <summary>
/// A new machine with its disks, in one job. Exactly one of <see cref="Cdrom"/>, <see cref="Location"/>,
/// <see cref="Import"/>, <see cref="Image"/>, a network boot or a kernel in <see cref="Boot"/> says where the system comes from.
/// What is left out gets the default that suits <see cref="OsVariant"/>.
/// </summary>
public sealed record InstallRequest
{
    /// <summary>The machine's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its uuid; absent: a new one.</summary>
    public string? Uuid { get; init; }

    /// <summary>A short description for people.</summary>
    public string? Title { get; init; }

    /// <summary>A description of any length.</summary>
    public string? Description { get; init; }

    /// <summary>Its memory, in KiB.</summary>
    public long? MemoryKiB { get; init; }

    /// <summary>How many processors it has.</summary>
    public int? Vcpus { get; init; }

    /// <summary>libvirt's cpu mode or a model's name: <c>host-passthrough</c>, <c>host-model</c>, <c>EPYC</c>.</summary>
    public string? Cpu { get; init; }

    /// <summary>QEMU's machine type: <c>q35</c>, <c>pc</c>.</summary>
    public string? MachineType { get; init; }

    /// <summary>osinfo's short name of the system: <c>debian12</c>.</summary>
    public string? OsVariant { get; init; }

    /// <summary>An installer's ISO file on the host: the first boot is from it.</summary>
    public string? Cdrom { get; init; }

    /// <summary>
    /// An installation tree (a directory, http or https) or an ISO of the host: the first run is of its kernel and initrd, with
    /// <see cref="InstallBoot.KernelArguments"/>. When the installer reboots, the machine starts from its disk.
    /// </summary>
    public string? Location { get; init; }

    /// <summary>The first disk has a system already: it is booted.</summary>
    public bool Import { get; init; }

    /// <summary>The guest image that the first disk is made from.</summary>
    public string? Image { get; init; }

    /// <summary>Whether the image is copied; otherwise the disk is a linked clone of it.</summary>
    public bool FullCopy { get; init; }

    /// <summary>Its disks; null: one that suits the source. Empty: none.</summary>
    public IReadOnlyList<InstallDisk>? Disks { get; init; }

    /// <summary>Its interfaces; null: one on user networking. Empty: none.</summary>
    public IReadOnlyList<InstallNetwork>? Networks { get; init; }

    /// <summary>Its screens; null: the default. Empty: none.</summary>
    public IReadOnlyList<InstallGraphics>? Graphics { get; init; }

    /// <summary>Firmware, order, or a kernel of its own.</summary>
    public InstallBoot? Boot { get; init; }

    /// <summary>What cloud-init in the guest is told on its first boot; absent: no seed.</summary>
    public CloudInitRequest? CloudInit { get; init; }

    /// <summary>Whether it starts with the host.</summary>
    public bool Autostart { get; init; }

    /// <summary>Whether it is only defined, not started.</summary>
    public bool NoStart { get; init; }
}
