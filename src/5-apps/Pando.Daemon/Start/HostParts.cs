using Pando.Daemon.Settings;
using Pando.Daemon.Verbs;
using Pando.Domains;
using Pando.Host;
using Pando.Host.Confinement;
using Pando.Linux.Spawn;
using Pando.Linux.Users;
using Pando.Model.Errors;

namespace Pando.Daemon.Start;

/// <summary>What settings become for the parts of the engine: users by name become numbers, and what is not said is chosen.</summary>
internal static class HostParts
{
    private const string DefaultQemuUser = "pando-qemu";
    private const string DefaultGroup = "pando";

    private static bool IsRoot => UserDatabase.EffectiveUid == 0;

    /// <summary>Throws for a user or a group that is not there, before anything is made.</summary>
    public static void Require(DaemonSettings settings)
    {
        _ = QemuUser(settings);
        _ = SocketGroup(settings);
    }

    /// <summary>What the host's report needs to know.</summary>
    public static HostSettings Settings(DaemonSettings settings)
    {
        var (program, arguments) = ProbeKvmVerb.Self();
        return new HostSettings
        {
            Paths = settings.Paths,
            ProbeProgram = program,
            ProbeArguments = arguments,
            ProbeLimit = settings.KvmProbeLimit,
            QemuBinary = settings.QemuBinary,
            QemuUser = QemuUserName(settings),
        };
    }

    /// <summary>The user QEMU runs as; null: this process's own. Throws <c>daemon.unknown-user</c>: it is never root by default.</summary>
    public static RunAs? QemuUser(DaemonSettings settings)
    {
        if (QemuUserName(settings) is not { } name)
        {
            return null;
        }
        var user = UserDatabase.FindUser(name) ?? throw new CallerException(ErrorCodes.Daemon.UnknownUser, ("user", name));
        return new RunAs(user.Uid, user.Gid) { Groups = [.. UserDatabase.GroupsOf(user)] };
    }

    /// <summary>How QEMU is run.</summary>
    public static QemuSettings Qemu(DaemonSettings settings, RunAs? user) => new()
    {
        Binary = settings.QemuBinary,
        RunAs = user,
        StartLimit = settings.QemuStartLimit,
        CommandLimit = settings.QemuCommandLimit,
        TermLimit = settings.QemuTermLimit,
        KillLimit = settings.QemuKillLimit,
        HeartbeatInterval = settings.QemuHeartbeat,
        HeartbeatLimit = settings.QemuHeartbeatLimit,
    };

    /// <summary>Which of the host's means confine machines.</summary>
    public static ConfinementSettings Confinement(DaemonSettings settings, RunAs? user) => new()
    {
        Paths = settings.Paths,
        Uid = user?.Uid,
        Gid = user?.Gid,
        Groups = user?.Groups ?? [],
        ControlGroups = settings.ConfineControlGroups,
        Selinux = settings.ConfineSelinux,
        AppArmor = settings.ConfineAppArmor,
        Landlock = settings.ConfineLandlock,
        OwnMounts = settings.ConfineMounts,
        OwnUsers = settings.ConfineUsers,
    };

    /// <summary>The group that may use the socket; null: the owner alone. Throws <c>daemon.unknown-group</c> for one that was named.</summary>
    public static uint? SocketGroup(DaemonSettings settings) => settings.ListenGroup is { } name
        ? UserDatabase.FindGroup(name)?.Gid ?? throw new CallerException(ErrorCodes.Daemon.UnknownGroup, ("group", name))
        : IsRoot ? UserDatabase.FindGroup(DefaultGroup)?.Gid : null;

    // Only root can run a program as somebody else.
    private static string? QemuUserName(DaemonSettings settings) => IsRoot ? settings.QemuUser ?? DefaultQemuUser : null;
}
