namespace Pando.Model.Domains;

/// <summary>
/// What confines the processes of a running machine, as it was put in force when it started. It is part of
/// <see cref="LiveDomain"/>: a daemon that adopts the machine finds its group and labels by it.
/// </summary>
public sealed record GuestConfinement
{
    /// <summary>The user QEMU runs as; null: the daemon's own.</summary>
    public uint? Uid { get; init; }

    /// <summary>That user's group; null: the daemon's own.</summary>
    public uint? Gid { get; init; }

    /// <summary>The control group, below the cgroup2 mount: <c>/machine.slice/machine-pando-UUID.scope</c>; null where there is none.</summary>
    public string? ControlGroup { get; init; }

    /// <summary>The systemd scope that the group belongs to; null where systemd does not run.</summary>
    public string? Scope { get; init; }

    /// <summary>The resource controllers that the group has (<c>cpu</c>, <c>memory</c>…).</summary>
    public IReadOnlyList<string> Controllers { get; init; } = [];

    /// <summary>The SELinux context of the process; null where SELinux does not confine it.</summary>
    public string? SelinuxContext { get; init; }

    /// <summary>The SELinux context of the files that it may write.</summary>
    public string? SelinuxImageContext { get; init; }

    /// <summary>Whether SELinux only reports what it would forbid.</summary>
    public bool SelinuxPermissive { get; init; }

    /// <summary>The AppArmor profile; null where AppArmor does not confine it.</summary>
    public string? AppArmorProfile { get; init; }

    /// <summary>The version of Landlock that holds its rules; null where there are none.</summary>
    public int? Landlock { get; init; }

    /// <summary>Whether it has a mount namespace of its own, which shows nothing but what QEMU needs.</summary>
    public bool OwnMounts { get; init; }

    /// <summary>Whether it has a user namespace of its own, in which there is nobody but its user and its groups.</summary>
    public bool OwnUsers { get; init; }

    /// <summary>What the host lacks, or was told not to use, in stable words (<c>apparmor.absent</c>): each has a text.</summary>
    public IReadOnlyList<string> Lacking { get; init; } = [];

    /// <summary>The same, and what it lacks.</summary>
    public GuestConfinement Without(string word) => this with { Lacking = [.. Lacking, word] };
}
