using Pando.Linux.Files;
using Pando.Linux.Spawn;
using Pando.Model.Domains;
using Pando.Model.Ports;

namespace Pando.Domains.Starting;

/// <summary>What a machine's confinement means for the start of its process.</summary>
internal static class QemuEnclosure
{
    /// <summary>The directory of the machine that its view of the files is built on; always empty on the host.</summary>
    public const string ViewDirectory = "view";

    /// <summary>The request, confined. The enclosure in it is to be disposed once the process was started.</summary>
    public static SpawnRequest Confine(SpawnRequest request, GuestEnclosure enclosure, string runDirectory)
    {
        FileGrant[] grants = [.. enclosure.Paths.Select(static path => new FileGrant(path.Path, Rights(path)))];
        return request with
        {
            NoNewPrivileges = enclosure.NoNewPrivileges,
            SelinuxContext = enclosure.SelinuxContext,
            AppArmorProfile = enclosure.AppArmorProfile,
            OwnUsers = enclosure.OwnUsers,
            Limits = Limits(request.Limits, enclosure),
            Enclosure = enclosure is { Landlock: false, OwnMounts: false }
                ? null
                : FileEnclosure.Make(grants, enclosure.Landlock, enclosure.OwnMounts ? Path.Combine(runDirectory, ViewDirectory) : null),
        };
    }

    /// <summary>The user of the machine, with the groups of the configured one.</summary>
    public static RunAs? RunAs(RunAs? configured, GuestConfinement confinement) => confinement is not { Uid: { } uid, Gid: { } gid } || (uid == configured?.Uid && gid == configured.Gid)
        ? configured
        : new RunAs(uid, gid) { Groups = configured?.Groups ?? [] };

    private static IReadOnlyDictionary<ResourceLimit, ulong> Limits(IReadOnlyDictionary<ResourceLimit, ulong> limits, GuestEnclosure enclosure) =>
        enclosure.LockedMemoryBytes is { } locked
            ? new Dictionary<ResourceLimit, ulong>(limits) { [ResourceLimit.LockedMemoryBytes] = locked }
            : limits;

    private static FileRights Rights(GuestPath path)
    {
        var rights = FileRights.Read;
        rights |= path.Access.HasFlag(GuestPathAccess.Write) ? FileRights.Write | FileRights.Control : 0;
        rights |= path.Access.HasFlag(GuestPathAccess.Execute) ? FileRights.Execute : 0;
        rights |= path.Access.HasFlag(GuestPathAccess.Make) ? FileRights.Make : 0;
        return rights;
    }
}
