using Pando.Linux.Files;
using Pando.Linux.Kvm;
using Pando.Linux.Users;

namespace Pando.Host;

/// <summary>What cannot be read from a file of the host: it is asked of the kernel, of programs and of user databases.</summary>
internal interface IHostInquiry
{
    /// <summary>Whether KVM runs a guest; from the cache where this boot has an answer.</summary>
    ValueTask<KvmProbeResult> KvmAsync(CancellationToken cancellationToken);

    /// <summary>What the installed QEMU says it is.</summary>
    ValueTask<QemuProgram> QemuAsync(CancellationToken cancellationToken);

    /// <summary>Landlock's version; 0: turned off; null: not there.</summary>
    int? LandlockVersion();

    /// <summary>Whether a process can be given a mount namespace of its own; null where this one is not root.</summary>
    bool? CanOwnMounts();

    /// <summary>Whether a process of that user, who is not root, can be given a user namespace of its own; this one is root.</summary>
    ValueTask<bool> CanOwnUsersAsync(HostUser user, CancellationToken cancellationToken);

    /// <summary>The zones of the firewalld that runs; null where none does.</summary>
    /// <exception cref="IOException">It refuses.</exception>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    ValueTask<IReadOnlyList<string>?> FirewalldZonesAsync(CancellationToken cancellationToken);

    /// <summary>The space of the file system that holds the path, or will once it is made.</summary>
    /// <exception cref="IOException">It cannot be asked, or does not answer.</exception>
    ValueTask<FileSystemSpace> SpaceAsync(string path, CancellationToken cancellationToken);

    /// <summary>A user; null when there is none.</summary>
    UserEntry? User(string name);

    /// <summary>The user that this process runs as.</summary>
    HostUser Self();

    /// <summary>A user with all its groups.</summary>
    HostUser WithGroups(UserEntry user);
}

/// <summary>A user and its groups.</summary>
internal sealed record HostUser(string Name, uint Uid, uint Gid, IReadOnlyList<uint> Groups);

/// <summary>The installed QEMU: its version, or why it has none.</summary>
/// <param name="Version">Null when it does not run.</param>
/// <param name="Exists">Whether the program is there.</param>
/// <param name="Detail">Why it does not run.</param>
internal sealed record QemuProgram(string? Version, bool Exists, string? Detail = null);
