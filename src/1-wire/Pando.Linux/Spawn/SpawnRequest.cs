using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Pando.Linux.Spawn;

/// <summary>Another user to run a program as. Supplementary groups are cleared but for those named.</summary>
/// <param name="Uid">The user's number.</param>
/// <param name="Gid">The group's number.</param>
public sealed record RunAs(uint Uid, uint Gid)
{
    /// <summary>Supplementary groups, for example the one that may open /dev/kvm.</summary>
    public ImmutableArray<uint> Groups { get; init; } = [];
}

/// <summary>A descriptor that the child gets under a number of its own.</summary>
/// <param name="Handle">Open in this process.</param>
/// <param name="Number">3 or higher.</param>
public sealed record InheritedDescriptor(SafeHandle Handle, int Number);

/// <summary>What to start and what it gets. Anything not named here the child does not get.</summary>
public sealed record SpawnRequest
{
    internal static readonly IReadOnlyDictionary<ResourceLimit, ulong> NoLimits = new Dictionary<ResourceLimit, ulong>();

    /// <summary>A path, or a name that is looked up in PATH.</summary>
    public required string Program { get; init; }

    /// <summary>The arguments after the program's own name.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The whole environment; null passes on this process's own.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Descriptors to pass on; all others stay here.</summary>
    public IReadOnlyList<InheritedDescriptor> Descriptors { get; init; } = [];

    /// <summary>Standard input; null is /dev/null. A process that is kept waiting has none.</summary>
    public SafeHandle? Input { get; init; }

    /// <summary>Standard output and error; null is /dev/null.</summary>
    public SafeHandle? Output { get; init; }

    /// <summary>Standard error, where it is to go elsewhere than <see cref="Output"/>.</summary>
    public SafeHandle? Error { get; init; }

    /// <summary>Where the child starts.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>The user to run as, without any capability (implies <see cref="NoNewPrivileges"/>); null keeps ours.</summary>
    public RunAs? RunAs { get; init; }

    /// <summary>
    /// A user namespace in which there is nobody but <see cref="RunAs"/> and its groups: whoever becomes another user, root included,
    /// is none of the host's. For <see cref="ProcessSpawner.StartWaitingAsync"/>; root itself cannot be kept in one.
    /// </summary>
    public bool OwnUsers { get; init; }

    /// <summary>Set-uid programs and file capabilities give the child nothing (PR_SET_NO_NEW_PRIVS).</summary>
    public bool NoNewPrivileges { get; init; }

    /// <summary>
    /// The SELinux context that the program is executed in. <see cref="RunAs"/> then no longer implies <see cref="NoNewPrivileges"/>: a
    /// policy may forbid a change of context under it.
    /// </summary>
    public string? SelinuxContext { get; init; }

    /// <summary>The AppArmor profile that the program is executed in; it must be loaded.</summary>
    public string? AppArmorProfile { get; init; }

    /// <summary>What the child may reach of the host's files; null: all that its user may.</summary>
    public FileEnclosure? Enclosure { get; init; }

    /// <summary>Resource limits set on the child, soft and hard alike. Core files are off unless said otherwise.</summary>
    public IReadOnlyDictionary<ResourceLimit, ulong> Limits { get; init; } =
        new Dictionary<ResourceLimit, ulong> { [ResourceLimit.CoreFileBytes] = 0 };
}

/// <summary>Limits of getrlimit(2).</summary>
public enum ResourceLimit
{
    /// <summary>RLIMIT_CPU: as the soft limit is the hard one, who has used it up is killed.</summary>
    ProcessorSeconds = 0,

    /// <summary>RLIMIT_CORE.</summary>
    CoreFileBytes = 4,

    /// <summary>RLIMIT_NPROC.</summary>
    Processes = 6,

    /// <summary>RLIMIT_NOFILE.</summary>
    OpenFiles = 7,

    /// <summary>RLIMIT_MEMLOCK.</summary>
    LockedMemoryBytes = 8,

    /// <summary>RLIMIT_RTPRIO: the highest real-time priority it may give itself.</summary>
    RealTimePriority = 14,
}
