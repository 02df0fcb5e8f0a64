using Pando.Model;

namespace Pando.Host.Confinement;

/// <summary>Which of the host's means confine machines, where it has them.</summary>
public sealed record ConfinementSettings
{
    /// <summary>Where this instance keeps its things.</summary>
    public required InstancePaths Paths { get; init; }

    /// <summary>The user that QEMU runs as; null: the daemon's own.</summary>
    public uint? Uid { get; init; }

    /// <summary>That user's group.</summary>
    public uint? Gid { get; init; }

    /// <summary>The other groups that it has.</summary>
    public IReadOnlyList<uint> Groups { get; init; } = [];

    /// <summary>A control group for each machine.</summary>
    public bool ControlGroups { get; init; } = true;

    /// <summary>SELinux contexts with categories of the machine's own.</summary>
    public bool Selinux { get; init; } = true;

    /// <summary>An AppArmor profile for each machine.</summary>
    public bool AppArmor { get; init; } = true;

    /// <summary>Landlock rules.</summary>
    public bool Landlock { get; init; } = true;

    /// <summary>A mount namespace that shows only what QEMU needs.</summary>
    public bool OwnMounts { get; init; } = true;

    /// <summary>A user namespace in which there is nobody but QEMU's user.</summary>
    public bool OwnUsers { get; init; } = true;

    /// <summary>Where /proc, /sys and /etc are found: tests point it at a made-up tree.</summary>
    public string Root { get; init; } = "/";
}
