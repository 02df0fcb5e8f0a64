using Pando.Linux;
using Pando.Linux.Files;
using Pando.Linux.Spawn;
using Pando.Model.Domains;

namespace Pando.Host.Confinement;

/// <summary>How a running QEMU comes to see a file by a name in the folder that it was granted.</summary>
internal static class ShownPaths
{
    /// <summary>
    /// False where there is no way: an ordinary user may not mount, and a second name is on the same file system only; and a directory is
    /// shown in nothing but a view of the machine's own, for on the host it would be there a second time, with all that is in it.
    /// </summary>
    public static bool TryShow(GuestConfinement confinement, GuestProcess process, GuestPath path, string point, bool isRoot)
    {
        // No link that somebody else made is followed: /dev/shm is everybody's.
        using HeldPath file = HeldPath.Walk(path.Path);
        bool isDirectory = file.Status.Kind == FileKind.Directory;
        if (isDirectory && !confinement.OwnMounts)
        {
            return false;
        }

        if (isRoot)
        {
            ShownFile.Show(new ProcessIdentity(process.Pid, process.StartTicks, process.BootId), file, point, Rights(path.Access));
            return true;
        }

        try
        {
            ShownFile.Link(file, point);
            return true;
        }
        catch (SyscallException refused) when (refused.Errno is Errno.EXDEV or Errno.EPERM)
        {
            // EPERM: a device, or another user's file.
            return false;
        }
    }

    private static FileRights Rights(GuestPathAccess access) =>
        access.HasFlag(GuestPathAccess.Write) ? FileRights.Read | FileRights.Write : FileRights.Read;
}
