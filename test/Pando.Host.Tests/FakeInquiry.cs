using Pando.Linux.Files;
using Pando.Linux.Kvm;
using Pando.Linux.Users;

namespace Pando.Host.Tests;

/// <summary>Answers as a test wants.</summary>
internal sealed class FakeInquiry : IHostInquiry
{
    public KvmProbeResult Kvm { get; set; } = new(KvmVerdict.NoDevice, "There is no /dev/kvm.", []);

    public QemuProgram Qemu { get; set; } = new("7.2.0", Exists: true);

    public int? Landlock { get; set; } = 4;

    public Func<string, FileSystemSpace> Space { get; set; } = static _ => new FileSystemSpace(100L << 30, 50L << 30, 50L << 30, 1, 1, false);

    public Dictionary<string, UserEntry> Users { get; } = new(StringComparer.Ordinal);

    public HostUser Me { get; set; } = new("root", 0, 0, [0]);

    public ValueTask<KvmProbeResult> KvmAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Kvm);

    public ValueTask<QemuProgram> QemuAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Qemu);

    public bool? OwnMounts { get; set; }

    public bool? CanOwnMounts() => OwnMounts;

    public bool OwnUsers { get; set; } = true;

    public ValueTask<bool> CanOwnUsersAsync(HostUser user, CancellationToken cancellationToken) => ValueTask.FromResult(OwnUsers);

    public Func<IReadOnlyList<string>?> FirewalldZones { get; set; } = static () => null;

    public ValueTask<IReadOnlyList<string>?> FirewalldZonesAsync(CancellationToken cancellationToken) => ValueTask.FromResult(FirewalldZones());

    public int? LandlockVersion() => Landlock;

    public ValueTask<FileSystemSpace> SpaceAsync(string path, CancellationToken cancellationToken) => ValueTask.FromResult(Space(path));

    public UserEntry? User(string name) => Users.GetValueOrDefault(name);

    public HostUser Self() => Me;

    public HostUser WithGroups(UserEntry user) => new(user.Name, user.Uid, user.Gid, [user.Gid]);
}
