using Pando.Model.Domains;

namespace Pando.Model.Ports;

/// <summary>
/// Confines the processes of a machine by what this host has: a control group, the labels of SELinux and AppArmor,
/// Landlock, a view of the files of its own. What was made for a machine is written down before it is made, so that
/// <see cref="ReleaseAsync"/> undoes it also for a daemon that died.
/// </summary>
public interface IGuestConfinement
{
    /// <summary>
    /// Chooses the labels, makes the control group and labels the machine's files, before its first process starts.
    /// </summary>
    /// <exception cref="Errors.CallerException"><c>confinement.…</c>: the definition asks for what this host does not have.</exception>
    ValueTask<GuestConfinement> PrepareAsync(ConfinementOrder order, CancellationToken cancellationToken = default);

    /// <summary>
    /// What QEMU is to be started with, once it is known which paths it opens by itself. Loads the machine's profile.
    /// </summary>
    /// <param name="order">As it was prepared.</param>
    /// <param name="confinement">As it was prepared.</param>
    /// <param name="program">The QEMU that is started.</param>
    /// <param name="opens">What it opens by itself.</param>
    /// <param name="handed">Files that it is handed open, of the order or not: a profile checks them by their names all the same.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<GuestEnclosure> EncloseAsync(
        ConfinementOrder order, GuestConfinement confinement, string program, IReadOnlyList<GuestPath> opens, IReadOnlyList<string> handed,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Puts a process of the machine (QEMU, or a helper of one of its devices) into the machine's control group. It must wait
    /// before its first instruction: what it has allocated before would count for the daemon.
    /// </summary>
    ValueTask EnterAsync(DomainId machine, GuestConfinement confinement, int pid, CancellationToken cancellationToken = default);

    /// <summary>Lets a running machine use one more file, before it is handed over.</summary>
    ValueTask AllowAsync(DomainId machine, GuestConfinement confinement, ConfinedFile file, CancellationToken cancellationToken = default);

    /// <summary>Takes it back: the file gets its own label and owner again.</summary>
    ValueTask ForbidAsync(DomainId machine, GuestConfinement confinement, ConfinedFile file, CancellationToken cancellationToken = default);

    /// <summary>Whether a running machine's QEMU could open a path by itself that it was not started with.</summary>
    bool MayOpen(GuestConfinement confinement, string path);

    /// <summary>
    /// Lets a running QEMU open a file of the host that it was not started with, by a name in the folder that is kept for that
    /// (<see cref="ConfinementOrder.PluggedDirectory"/>).
    /// </summary>
    /// <param name="machine">The machine.</param>
    /// <param name="confinement">As it was prepared.</param>
    /// <param name="process">Its QEMU.</param>
    /// <param name="file">The file, and what QEMU does with it.</param>
    /// <param name="point">The name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether there is a way on this host.</returns>
    ValueTask<bool> ShowAsync(
        DomainId machine, GuestConfinement confinement, GuestProcess process, GuestPath file, string point, CancellationToken cancellationToken = default);

    /// <summary>Takes such a name away, also one that an earlier daemon gave; what QEMU has open stays open.</summary>
    ValueTask HideAsync(DomainId machine, string point, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lets a running QEMU lock as much memory as it could if it were started with these devices; nothing where it need not.
    /// It may until it ends.
    /// </summary>
    /// <param name="machine">The machine.</param>
    /// <param name="pid">Its QEMU.</param>
    /// <param name="definition">With the devices that it is to have.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask AllowLockingAsync(DomainId machine, int pid, DomainDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends every process that is left of the machine and undoes what was made for it. Never throws: what cannot be
    /// undone is logged, stays written down, and is tried again by <see cref="TidyAsync"/>.
    /// </summary>
    ValueTask ReleaseAsync(DomainId machine, CancellationToken cancellationToken = default);

    /// <summary>Releases every machine that is not among those that run.</summary>
    ValueTask TidyAsync(IReadOnlySet<DomainId> running, CancellationToken cancellationToken = default);
}

/// <summary>The machine that is to be confined.</summary>
public sealed record ConfinementOrder
{
    /// <summary>What is asked.</summary>
    public required DomainDefinition Definition { get; init; }

    /// <summary>The machine's run directory.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>The directory in it that QEMU may write to.</summary>
    public required string OwnDirectory { get; init; }

    /// <summary>The directory in it where QEMU finds what it opens by name for devices that are plugged in; null: nothing is.</summary>
    public string? PluggedDirectory { get; init; }

    /// <summary>Where its output goes.</summary>
    public required string LogPath { get; init; }

    /// <summary>The files that QEMU is handed.</summary>
    public required IReadOnlyList<ConfinedFile> Files { get; init; }
}

/// <summary>What a QEMU is started under.</summary>
public sealed record GuestEnclosure
{
    /// <summary>Everything that it may open by itself: its program and libraries, devices, its own directory.</summary>
    public required IReadOnlyList<GuestPath> Paths { get; init; }

    /// <summary>Whether Landlock holds it to <see cref="Paths"/>.</summary>
    public bool Landlock { get; init; }

    /// <summary>Whether it sees nothing but <see cref="Paths"/>.</summary>
    public bool OwnMounts { get; init; }

    /// <summary>Whether there is nobody but its own user and groups in its user namespace.</summary>
    public bool OwnUsers { get; init; }

    /// <summary>The SELinux context to execute it in.</summary>
    public string? SelinuxContext { get; init; }

    /// <summary>Whether the policy lets the context change under PR_SET_NO_NEW_PRIVS.</summary>
    public bool NoNewPrivileges { get; init; } = true;

    /// <summary>The AppArmor profile to execute it in.</summary>
    public string? AppArmorProfile { get; init; }

    /// <summary>How much memory it may lock, in bytes; null: as the daemon itself.</summary>
    public ulong? LockedMemoryBytes { get; init; }
}
