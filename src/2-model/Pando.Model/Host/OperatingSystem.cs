namespace Pando.Model.Host;

/// <summary>
/// What is known of an operating system that a machine may run: the entry of the libosinfo database
/// (<see href="https://gitlab.com/libosinfo/osinfo-db"/>), with what it inherits from those it derives from.
/// </summary>
public sealed record OperatingSystem
{
    /// <summary>Its identity in the database: <c>http://debian.org/debian/12</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The short names, the usual one first: <c>debian12</c>, <c>debianbookworm</c>.</summary>
    public required EquatableArray<string> ShortIds { get; init; }

    /// <summary>The name for people: <c>Debian 12</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The version; null where it has none.</summary>
    public string? Version { get; init; }

    /// <summary>Who makes it.</summary>
    public string? Vendor { get; init; }

    /// <summary>The kernel's family: <c>linux</c>, <c>winnt</c>, <c>freebsd</c>…</summary>
    public string? Family { get; init; }

    /// <summary>The distribution: <c>debian</c>, <c>win</c>…</summary>
    public string? Distribution { get; init; }

    /// <summary>When it was released.</summary>
    public DateOnly? ReleasedOn { get; init; }

    /// <summary>When its makers stop or stopped caring for it.</summary>
    public DateOnly? EndsOn { get; init; }

    /// <summary>Without which it does not install; null where the database does not say.</summary>
    public OperatingSystemNeeds? Minimum { get; init; }

    /// <summary>With which it runs well; null where the database does not say.</summary>
    public OperatingSystemNeeds? Recommended { get; init; }

    /// <summary>Whether it starts by UEFI on x86-64; null where the database does not say.</summary>
    public bool? BootsUefi { get; init; }

    /// <summary>Whether it starts by a BIOS on x86-64; null where the database does not say.</summary>
    public bool? BootsBios { get; init; }

    /// <summary>The devices it has drivers for, by the database's identities: <c>http://pcisig.com/pci/1af4/1042</c>.</summary>
    public EquatableArray<string> Devices { get; init; }

    /// <summary>Whether it is a Windows of the NT line.</summary>
    public bool IsWindows => Family is "winnt";

    /// <summary>Whether it has a driver for a device, in the form before virtio 1.0 or in that of virtio 1.0.</summary>
    public bool Drives(GuestDriver driver) => GuestDrivers.Ids(driver).Any(Devices.Items.Contains);
}

/// <summary>What an operating system needs of a machine. What is null is not said.</summary>
/// <param name="Processors">Virtual processors.</param>
/// <param name="MemoryKiB">Memory, in KiB.</param>
/// <param name="StorageBytes">The disk, in bytes.</param>
public sealed record OperatingSystemNeeds(int? Processors, long? MemoryKiB, long? StorageBytes);
