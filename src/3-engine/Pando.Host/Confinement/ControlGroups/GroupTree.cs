using Pando.Host.Files;

namespace Pando.Host.Confinement.ControlGroups;

/// <summary>The host's tree of control groups of version 2 (cgroups(7)).</summary>
/// <param name="Mount">Where it is mounted.</param>
/// <param name="Controllers">What its root offers; empty where version 1 has taken all of them.</param>
/// <param name="HasSystemd">Whether systemd owns it: groups are then made as units.</param>
internal sealed record GroupTree(string Mount, IReadOnlyList<string> Controllers, bool HasSystemd)
{
    private const int MountPointField = 4;

    /// <summary>The tree; null where version 2 is mounted nowhere.</summary>
    public static GroupTree? Find(HostFiles files)
    {
        string? mount = files.Lines("/proc/self/mountinfo").Select(MountPoint).FirstOrDefault(static point => point is not null);
        return mount is null
            ? null
            : new GroupTree(mount, Words(files.Text($"{mount}/cgroup.controllers")), files.Exists("/run/systemd/system"));
    }

    public static string[] Words(string? text) => text?.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries) ?? [];

    // "36 35 98:0 / /sys/fs/cgroup rw,noatime shared:1 - cgroup2 cgroup2 rw"
    private static string? MountPoint(string line)
    {
        string[] fields = line.Split(' ');
        int dash = Array.IndexOf(fields, "-");
        return dash > MountPointField && dash + 1 < fields.Length && fields[dash + 1] == "cgroup2" ? fields[MountPointField] : null;
    }
}
