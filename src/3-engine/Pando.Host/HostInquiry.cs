using System.Text.RegularExpressions;
using Pando.Host.Accelerators;
using Pando.Host.Confinement;
using Pando.Host.Files;
using Pando.Linux;
using Pando.Linux.Files;
using Pando.Linux.Firewalld;
using Pando.Linux.Kernel;
using Pando.Linux.Kvm;
using Pando.Linux.Spawn;
using Pando.Linux.Users;

namespace Pando.Host;

/// <summary>Asks the host that this process runs on.</summary>
internal sealed partial class HostInquiry(HostSettings settings, HostFiles files, AcceleratorChoice accelerators) : IHostInquiry
{
    private static readonly TimeSpan QemuLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SpaceLimit = TimeSpan.FromSeconds(3);
    private (FileStatus File, QemuProgram Program)? _qemu;
    private bool? _ownMounts;

    public ValueTask<KvmProbeResult> KvmAsync(CancellationToken cancellationToken) => accelerators.ResultAsync(cancellationToken);

    public async ValueTask<QemuProgram> QemuAsync(CancellationToken cancellationToken)
    {
        string path = files.PathOf(settings.QemuBinary);
        FileStatus? file;
        try
        {
            file = PathWalk.Status(path);
        }
        catch (IOException)
        {
            return new QemuProgram(null, Exists: false);
        }

        // The same file says the same again.
        if (_qemu is { } known && known.File == file)
        {
            return known.Program;
        }

        QemuProgram program = await AskQemuAsync(path, cancellationToken);
        if (program.Version is not null)
        {
            _qemu = (file, program);
        }

        return program;
    }

    public async ValueTask<IReadOnlyList<string>?> FirewalldZonesAsync(CancellationToken cancellationToken)
    {
        using var firewalld = await FirewalldConnection.OpenAsync(files.PathOf(settings.BusSocket), TimeProvider.System, cancellationToken);
        return firewalld is null ? null : await firewalld.ZonesAsync(cancellationToken);
    }

    public int? LandlockVersion() => Landlock.Version();

    // What a boot lets pandod do it lets it do later.
    public bool? CanOwnMounts() => UserDatabase.EffectiveUid != 0 ? null : _ownMounts ??= ViewProbe.Succeeds(Path.Combine(settings.Paths.Run, "confinement"));

    // Not kept: an administrator may have raised the kernel's limit since.
    public async ValueTask<bool> CanOwnUsersAsync(HostUser user, CancellationToken cancellationToken) =>
        await UsersProbe.SucceedsAsync(new RunAs(user.Uid, user.Gid) { Groups = [.. user.Groups] }).WaitAsync(cancellationToken);

    public async ValueTask<FileSystemSpace> SpaceAsync(string path, CancellationToken cancellationToken)
    {
        // A dead network file system holds statvfs(2) back for ever: it costs a thread of the pool, not the answer.
        try
        {
            return await Task.Run(() => FileSystemSpace.Of(NearestExisting(path)), cancellationToken).WaitAsync(SpaceLimit, cancellationToken);
        }
        catch (TimeoutException silent)
        {
            throw new IOException($"It did not answer within {SpaceLimit.TotalSeconds} s.", silent);
        }
    }

    public UserEntry? User(string name) => UserDatabase.FindUser(name);

    public HostUser Self()
    {
        uint uid = UserDatabase.EffectiveUid;
        UserEntry? user = UserDatabase.FindUser(uid);
        return user is null ? new HostUser($"{uid}", uid, UserDatabase.EffectiveGid, []) : WithGroups(user);
    }

    public HostUser WithGroups(UserEntry user) => new(user.Name, user.Uid, user.Gid, UserDatabase.GroupsOf(user));

    // Before the first start a folder is not there yet: its parent's file system will hold it.
    private static string NearestExisting(string path)
    {
        string at = path;
        while (!Directory.Exists(at) && Path.GetDirectoryName(at) is { Length: > 0 } parent)
        {
            at = parent;
        }

        return at;
    }

    private static async Task<QemuProgram> AskQemuAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            ShortRunResult run = await ShortRun.RunAsync(
                new SpawnRequest { Program = path, Arguments = ["--version"] }, QemuLimit, cancellationToken);
            return VersionLine().Match(run.Output) is { Success: true } match && run.Status is { IsSuccess: true }
                ? new QemuProgram(match.Groups["version"].Value, Exists: true)
                : new QemuProgram(null, Exists: true, $"{run.Output.Trim()} ({run.Status})");
        }
        catch (Exception failure) when (failure is SyscallException or TimeoutException)
        {
            return new QemuProgram(null, Exists: true, failure.Message);
        }
    }

    [GeneratedRegex(@"QEMU emulator version (?<version>[0-9]+(\.[0-9]+)+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionLine();
}
