using System.Globalization;
using Pando.Linux.Files;

namespace Pando.Linux.Spawn;

/// <summary>
/// A file of the host that a running process is let see by another name, in its own mount namespace (mount_namespaces(7)): Landlock asks
/// for the folder that the name is in, so that what is shown in a folder that was granted may be opened. Nothing is seen of it on the
/// host but an empty file, and when that is removed the kernel takes the mount away with it, in whatever namespace it is (since Linux 3.19).
/// </summary>
public static class ShownFile
{
    private const nint NewMounts = 0x20000;
    private const nint OwnDirectories = 0x200;
    private const nint CurrentDirectory = -100;
    private const nint FromDescriptor = 4;
    private const nint ReadOnly = 1;
    private const nint NoSetUid = 2;
    private const nint NoDevices = 4;
    private const nint NoExecute = 8;
    private const nint Remount = 32;
    private const nint Bind = 4096;
    private const nint Private = 1 << 18;
    private const int MoveMount = 429;

    /// <summary>Mounts the file in the view of a process. What stands at its place is made here: an empty file, or a directory for one.</summary>
    /// <param name="process">Whose mount namespace; it may be our own.</param>
    /// <param name="file">The file, a device, a socket or a directory.</param>
    /// <param name="point">Where, by the name that we and the process have for it. Nothing may be there.</param>
    /// <param name="rights">Without <see cref="FileRights.Write"/> it is read-only.</param>
    /// <exception cref="SyscallException">The kernel or its security modules refuse, the process has ended, or something is there.</exception>
    public static void Show(ProcessIdentity process, HeldPath file, string point, FileRights rights)
    {
        ArgumentNullException.ThrowIfNull(file);
        using Descriptor tree = CloneOf(file, point);
        using Descriptor mounts = MountsOf(process);
        MakePoint(point, file.Status.Kind == FileKind.Directory);
        try
        {
            using var calls = new PreparedCalls();
            // A thread shares root and working directory with the others; setns(2) wants it to have its own.
            calls.Add("unshare", OwnDirectories, subject: "CLONE_FS");
            calls.Add("setns", mounts.DangerousGetHandle(), NewMounts, subject: "CLONE_NEWNS");
            calls.Add("syscall", MoveMount, tree.DangerousGetHandle(), calls.Text(string.Empty), CurrentDirectory, calls.Text(point), FromDescriptor, subject: $"move_mount {point}");
            // What is mounted below it later on, on the host, is none of the process's.
            calls.Add("mount", 0, calls.Text(point), 0, Private, subject: point);
            calls.Add("mount", 0, calls.Text(point), 0, Remount | Bind | Flags(file.Status.Kind, rights), subject: point);
            EnclosedSpawn.Run(calls);
        }
        catch
        {
            Hide(point);
            throw;
        }
    }

    /// <summary>Gives a plain file of the same file system another name: for whoever may not mount.</summary>
    /// <exception cref="SyscallException">EXDEV: it is on another one.</exception>
    public static void Link(HeldPath file, string point)
    {
        ArgumentNullException.ThrowIfNull(file);
        const int followLink = 0x400;
        if (Libc.linkat(Libc.AT_FDCWD, file.Link, Libc.AT_FDCWD, point, followLink) != 0)
        {
            throw SyscallException.Last("linkat", point);
        }
    }

    /// <summary>Takes it away, wherever it is mounted; what the process has open stays open. Nothing where nothing is.</summary>
    /// <exception cref="SyscallException">It cannot be.</exception>
    public static void Hide(string point)
    {
        // EINVAL: it is not mounted in our own namespace.
        if (Libc.umount2(point, Libc.MNT_DETACH | Libc.UMOUNT_NOFOLLOW) != 0
            && SyscallException.Last("umount2", point) is { Errno: not (Errno.EINVAL or Errno.ENOENT or Errno.EPERM) } refused)
        {
            throw refused;
        }

        if (Libc.unlinkat(Libc.AT_FDCWD, point, 0) == 0)
        {
            return;
        }

        var failure = SyscallException.Last("unlinkat", point);
        if (failure.Errno == Errno.EISDIR && Libc.unlinkat(Libc.AT_FDCWD, point, Libc.AT_REMOVEDIR) != 0)
        {
            throw SyscallException.Last("unlinkat", point);
        }

        if (failure.Errno is not (Errno.EISDIR or Errno.ENOENT))
        {
            throw failure;
        }
    }

    private static nint Flags(FileKind kind, FileRights rights) =>
        NoSetUid | NoExecute
        | (rights.HasFlag(FileRights.Write) ? 0 : ReadOnly)
        | (kind is FileKind.CharacterDevice or FileKind.BlockDevice ? 0 : NoDevices);

    /// <summary>A mount of that very file that is nowhere yet.</summary>
    private static unsafe Descriptor CloneOf(HeldPath file, string point)
    {
        const long openTree = 428;
        const int clone = 1;
        byte nothing = 0;
        using var held = new DescriptorReference(file.Descriptor);
        long number = Libc.syscall(openTree, held.Number, (nint)(&nothing), clone | Libc.O_CLOEXEC | Libc.AT_EMPTY_PATH, 0);
        return number >= 0 ? new Descriptor((int)number) : throw SyscallException.Last("open_tree", point);
    }

    private static Descriptor MountsOf(ProcessIdentity process)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Pid}/ns/mnt");
        int number = Libc.openat(Libc.AT_FDCWD, path, Libc.O_CLOEXEC, 0);
        if (number < 0)
        {
            throw SyscallException.Last("openat", path);
        }

        var mounts = new Descriptor(number);
        if (!process.IsStillRunning())
        {
            mounts.Dispose();
            throw new SyscallException("openat", Errno.ESRCH, path);
        }

        return mounts;
    }

    private static void MakePoint(string point, bool isDirectory)
    {
        if (isDirectory)
        {
            const uint owner = 0b111_000_000;
            if (Libc.mkdirat(Libc.AT_FDCWD, point, owner) != 0)
            {
                throw SyscallException.Last("mkdirat", point);
            }

            return;
        }

        int number = Libc.openat(Libc.AT_FDCWD, point, Libc.O_CREAT | Libc.O_EXCL | Libc.O_CLOEXEC, 0);
        if (number < 0)
        {
            throw SyscallException.Last("openat", point);
        }

        new Descriptor(number).Dispose();
    }
}
