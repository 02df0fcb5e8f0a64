namespace Pando.Api.Agents;

/// <summary>What the agent tells of a guest; only what was asked for is there.</summary>
public sealed record GuestInfo
{
    /// <summary>Who is logged in.</summary>
    public IReadOnlyList<GuestUser>? Users { get; init; }

    /// <summary>The operating system.</summary>
    public GuestOs? Os { get; init; }

    /// <summary>The time zone.</summary>
    public GuestTimezone? Timezone { get; init; }

    /// <summary>The guest's own name.</summary>
    public string? Hostname { get; init; }

    /// <summary>The mounted file systems.</summary>
    public IReadOnlyList<GuestFilesystem>? Filesystems { get; init; }

    /// <summary>The disks and partitions.</summary>
    public IReadOnlyList<GuestDisk>? Disks { get; init; }

    /// <summary>The network interfaces.</summary>
    public IReadOnlyList<GuestInterface>? Interfaces { get; init; }

    /// <summary>How busy it is: of one, five and fifteen minutes.</summary>
    public IReadOnlyList<double>? Load { get; init; }

    /// <summary>What the agent does not tell, where nothing particular was asked for.</summary>
    public IReadOnlyList<string>? Missing { get; init; }
}

/// <summary>A user who is logged in.</summary>
public sealed record GuestUser
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset LoginAt { get; init; }

    /// <summary>The domain, on Windows.</summary>
    public string? Domain { get; init; }
}

/// <summary>A guest's operating system, in its own words.</summary>
public sealed record GuestOs
{
    /// <summary>Its short name: <c>debian</c>.</summary>
    public string? Id { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its name with its release, for people.</summary>
    public string? PrettyName { get; init; }

    /// <summary>Its release.</summary>
    public string? Version { get; init; }

    /// <summary>Its release as a number.</summary>
    public string? VersionId { get; init; }

    /// <summary>Its kernel's release.</summary>
    public string? KernelRelease { get; init; }

    /// <summary>Its kernel's build.</summary>
    public string? KernelVersion { get; init; }

    /// <summary>Its architecture.</summary>
    public string? Machine { get; init; }

    /// <summary>Its variant.</summary>
    public string? Variant { get; init; }

    /// <summary>The short name of that.</summary>
    public string? VariantId { get; init; }
}

/// <summary>A guest's time zone.</summary>
public sealed record GuestTimezone
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>East of UTC, in seconds.</summary>
    public required int OffsetSeconds { get; init; }
}

/// <summary>A mounted file system.</summary>
public sealed record GuestFilesystem
{
    /// <summary>The guest's device: <c>vda1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is mounted.</summary>
    public required string Mountpoint { get; init; }

    /// <summary>Its kind: <c>ext4</c>.</summary>
    public required string Type { get; init; }

    /// <summary>How large it is.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>How much of it is used.</summary>
    public long? UsedBytes { get; init; }

    /// <summary>The machine's disks that it is on, by their name in the definition (<c>vda</c>), else by the guest's.</summary>
    public required IReadOnlyList<string> Disks { get; init; }
}

/// <summary>A disk or a partition of a guest.</summary>
public sealed record GuestDisk
{
    /// <summary>The guest's device file.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is a part of another.</summary>
    public required bool Partition { get; init; }

    /// <summary>What it stands on.</summary>
    public required IReadOnlyList<string> Dependencies { get; init; }

    /// <summary>Another name of it, such as a logical volume's.</summary>
    public string? Alias { get; init; }

    /// <summary>Its serial number.</summary>
    public string? Serial { get; init; }
}

/// <summary>A network interface of a guest.</summary>
public sealed record GuestInterface
{
    /// <summary>As the guest calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Its hardware address.</summary>
    public string? Mac { get; init; }

    /// <summary>Its addresses.</summary>
    public required IReadOnlyList<GuestAddress> Addresses { get; init; }
}

/// <summary>An address of a guest.</summary>
public sealed record GuestAddress
{
    /// <summary><c>ipv4</c> or <c>ipv6</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The address.</summary>
    public required string Address { get; init; }

    /// <summary>The length of its network's prefix.</summary>
    public required int Prefix { get; init; }
}
