namespace Pando.Api.Host;

/// <summary>An operating system that a machine may run, as the libosinfo database knows it.</summary>
public sealed record OperatingSystemFacts
{
    /// <summary>The short name that <see cref="Install.InstallRequest.OsVariant"/> takes: <c>debian12</c>.</summary>
    public required string ShortId { get; init; }

    /// <summary>Other short names of the same.</summary>
    public IReadOnlyList<string>? OtherIds { get; init; }

    /// <summary>The name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The version.</summary>
    public string? Version { get; init; }

    /// <summary>Who makes it.</summary>
    public string? Vendor { get; init; }

    /// <summary>The kernel's family: <c>linux</c>, <c>winnt</c>, <c>freebsd</c>…</summary>
    public string? Family { get; init; }

    /// <summary>The database's identity: <c>http://debian.org/debian/12</c>.</summary>
    public required string Id { get; init; }

    /// <summary>When it was released.</summary>
    public DateOnly? ReleasedOn { get; init; }

    /// <summary>When its makers stop caring for it.</summary>
    public DateOnly? EndsOn { get; init; }

    /// <summary>Without which it does not install.</summary>
    public OperatingSystemNeeds? Minimum { get; init; }

    /// <summary>With which it runs well.</summary>
    public OperatingSystemNeeds? Recommended { get; init; }

    /// <summary>Whether it starts by UEFI.</summary>
    public bool? BootsUefi { get; init; }

    /// <summary>Whether it starts by a BIOS.</summary>
    public bool? BootsBios { get; init; }

    /// <summary>The devices it has drivers for, of those that decide what a machine gets: <c>virtio-block</c>, <c>e1000-e</c>…</summary>
    public required IReadOnlyList<string> Drivers { get; init; }
}

/// <summary>What an operating system needs of a machine.</summary>
public sealed record OperatingSystemNeeds
{
    /// <summary>Virtual processors.</summary>
    public int? Vcpus { get; init; }

    /// <summary>Memory, in KiB.</summary>
    public long? MemoryKiB { get; init; }

    /// <summary>The disk, in bytes.</summary>
    public long? StorageBytes { get; init; }
}
