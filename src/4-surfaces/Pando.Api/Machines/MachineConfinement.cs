namespace Pando.Api.Machines;

/// <summary>What confines the process of a running machine.</summary>
public sealed record MachineConfinement
{
    /// <summary>The number of the user that QEMU runs as; absent where it is the daemon's own.</summary>
    public uint? Uid { get; init; }

    /// <summary>The number of that user's group.</summary>
    public uint? Gid { get; init; }

    /// <summary>Its control group, below the mount of version 2; absent where it has none.</summary>
    public string? ControlGroup { get; init; }

    /// <summary>The systemd scope that the group belongs to.</summary>
    public string? Scope { get; init; }

    /// <summary>The controllers by which the group can be limited: <c>cpu</c>, <c>memory</c>…</summary>
    public required IReadOnlyList<string> Controllers { get; init; }

    /// <summary>The SELinux context of the process; absent where SELinux does not confine it.</summary>
    public string? Selinux { get; init; }

    /// <summary>Whether SELinux only reports what it would forbid.</summary>
    public bool SelinuxPermissive { get; init; }

    /// <summary>The AppArmor profile of the process; absent where AppArmor does not confine it.</summary>
    public string? AppArmor { get; init; }

    /// <summary>The version of Landlock that holds its rules; absent where there are none.</summary>
    public int? Landlock { get; init; }

    /// <summary>Whether it sees only what it needs of the host's files.</summary>
    public bool OwnMounts { get; init; }

    /// <summary>Whether it has a user namespace of its own, in which there is nobody but its user and its groups.</summary>
    public bool OwnUsers { get; init; }

    /// <summary>The shares and limits that hold it; absent where its definition says none.</summary>
    public MachineResources? Limits { get; init; }

    /// <summary>What the host lacks or was told not to use, in stable words: <c>apparmor.off</c>, <c>cgroup.absent</c>…</summary>
    public required IReadOnlyList<string> Lacking { get; init; }
}
