using Pando.Linux;
using Pando.Linux.Files;
using Pando.Linux.Spawn;

namespace Pando.Host.Confinement;

/// <summary>
/// Whether a mount namespace can be made here, found by making one: a container may forbid it to root as well, and a root in
/// the initial RAM disk cannot be exchanged.
/// </summary>
internal static class ViewProbe
{
    private const FileRights Run = FileRights.Read | FileRights.Execute;

    private static readonly FileGrant[] Grants =
    [
        new("/bin", Run), new("/lib", Run), new("/lib64", Run), new("/usr", Run),
        new("/dev/null", FileRights.Read | FileRights.Write), new("/dev/ptmx", FileRights.Read | FileRights.Write),
    ];

    public static bool Succeeds(string directory)
    {
        string root = Path.Combine(directory, "view");
        try
        {
            Directory.CreateDirectory(root);
            using FileEnclosure enclosure = FileEnclosure.Make(Grants, landlock: false, root);
            using SpawnedProcess nothing = ProcessSpawner.Start(new SpawnRequest { Program = "/bin/true", Enclosure = enclosure });
            return true;
        }
        catch (SyscallException)
        {
            return false;
        }
    }
}
