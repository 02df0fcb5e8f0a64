using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pando.Linux.Files;

/// <summary>
/// Opens paths that others name, one component at a time, so that nobody can swap a link under a privileged process and every
/// failure names its component. A symbolic link is followed only where it and its directory belong to root or to us.
/// </summary>
public static partial class PathWalk
{
    private const int MaxLinks = 40;

    /// <summary>Opens a regular file or a block device. The descriptor is closed on exec.</summary>
    /// <exception cref="PathWalkException">Says which component and why.</exception>
    public static SafeFileHandle OpenFile(string path, FileAccess access)
    {
        using Descriptor end = Walk(path, out string resolved);
        if (FileStatus.Of(end).Kind is not (FileKind.Regular or FileKind.BlockDevice))
        {
            throw new PathWalkException(path, resolved, PathRefusalReason.NotAFile);
        }

        int mode = access switch
        {
            FileAccess.Read => Libc.O_RDONLY,
            FileAccess.Write => Libc.O_WRONLY,
            _ => Libc.O_RDWR,
        };
        int number = Reopen(end, mode);
        if (number >= 0)
        {
            return new SafeFileHandle(number, ownsHandle: true);
        }

        int error = Marshal.GetLastPInvokeError();
        throw new PathWalkException(path, resolved, ReasonOf(error, end, access), error);
    }

    /// <summary>Opens a directory, for openat(2) and fsync(2).</summary>
    /// <exception cref="PathWalkException">Says which component and why.</exception>
    public static Descriptor OpenDirectory(string path)
    {
        using Descriptor end = Walk(path, out string resolved);
        if (FileStatus.Of(end).Kind is not FileKind.Directory)
        {
            throw new PathWalkException(path, resolved, PathRefusalReason.NotADirectory, Errno.ENOTDIR);
        }

        int number = Reopen(end, Libc.O_RDONLY | Libc.O_DIRECTORY);
        if (number < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            throw new PathWalkException(path, resolved, ReasonOf(error, end, FileAccess.Read), error);
        }

        return new Descriptor(number);
    }

    /// <summary>What stands at the end of the path, links followed as everywhere here.</summary>
    /// <exception cref="PathWalkException">Says which component and why.</exception>
    public static FileStatus Status(string path)
    {
        using Descriptor end = Walk(path, out _);
        return FileStatus.Of(end);
    }

    internal static Descriptor Walk(string path, out string resolved, Action<string, FileStatus>? passing = null)
    {
        if (!path.StartsWith('/'))
        {
            throw new ArgumentException($"\"{path}\" is not an absolute path.", nameof(path));
        }

        var pending = new Stack<string>(Components(path).Reverse());
        int links = 0;
        string at = "/";
        Descriptor current = OpenRoot();
        try
        {
            FileStatus status = FileStatus.Of(current);
            while (pending.TryPop(out string? name))
            {
                if (status.Kind is not FileKind.Directory)
                {
                    throw new PathWalkException(path, at, PathRefusalReason.NotADirectory, Errno.ENOTDIR);
                }

                passing?.Invoke(at, status);
                string child = Join(at, name);
                Descriptor next = OpenChild(path, at, child, current, name);
                FileStatus nextStatus = FileStatus.Of(next);
                if (nextStatus.Kind is not FileKind.SymbolicLink)
                {
                    current.Dispose();
                    (current, status, at) = (next, nextStatus, child);
                    continue;
                }

                using (next)
                {
                    if (++links > MaxLinks)
                    {
                        throw new PathWalkException(path, child, PathRefusalReason.TooManyLinks, Errno.ELOOP);
                    }

                    if (!IsTrusted(nextStatus.Uid) || !IsTrusted(status.Uid))
                    {
                        throw new PathWalkException(path, child, PathRefusalReason.UntrustedLink, Errno.ELOOP);
                    }

                    string target = Target(next, child);
                    foreach (string component in Components(target).Reverse())
                    {
                        pending.Push(component);
                    }

                    if (target.StartsWith('/'))
                    {
                        current.Dispose();
                        current = OpenRoot();
                        (status, at) = (FileStatus.Of(current), "/");
                    }
                }
            }

            resolved = at;
            return current;
        }
        catch
        {
            current.Dispose();
            throw;
        }
    }

    private static bool IsTrusted(uint owner) => owner == 0 || owner == Libc.geteuid();

    private static IEnumerable<string> Components(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(static name => !string.Equals(name, ".", StringComparison.Ordinal));

    private static string Join(string directory, string name)
    {
        if (string.Equals(name, "..", StringComparison.Ordinal))
        {
            return System.IO.Path.GetDirectoryName(directory) ?? "/";
        }

        return directory.Length == 1 ? $"/{name}" : $"{directory}/{name}";
    }

    private static Descriptor OpenRoot()
    {
        int number = Libc.openat(Libc.AT_FDCWD, "/", Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        return number >= 0 ? new Descriptor(number) : throw SyscallException.Last("open", "/");
    }

    private static Descriptor OpenChild(string path, string directory, string child, Descriptor parent, string name)
    {
        using var reference = new DescriptorReference(parent);
        int number = Libc.openat(reference.Number, name, Libc.O_PATH | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0);
        if (number >= 0)
        {
            return new Descriptor(number);
        }

        int error = Marshal.GetLastPInvokeError();
        throw error switch
        {
            Errno.ENOENT => new PathWalkException(path, child, PathRefusalReason.Missing, error),
            Errno.EACCES => new PathWalkException(path, directory, PathRefusalReason.NoSearchPermission, error),
            _ => new PathWalkException(path, child, PathRefusalReason.Other, error),
        };
    }

    private static unsafe string Target(Descriptor link, string path)
    {
        const int longest = 4096;
        byte* buffer = stackalloc byte[longest];
        using var reference = new DescriptorReference(link);
        nint length = Libc.readlinkat(reference.Number, string.Empty, buffer, longest);
        return length >= 0 ? Encoding.UTF8.GetString(buffer, (int)length) : throw SyscallException.Last("readlink", path);
    }

    // Through /proc the same inode is opened again, whatever stands at its name by now.
    private static int Reopen(Descriptor end, int flags)
    {
        using var reference = new DescriptorReference(end);
        return Libc.openat(Libc.AT_FDCWD, Sockets.UnixAddress.Of(reference.Number), flags | Libc.O_CLOEXEC | Libc.O_NOCTTY, 0);
    }

    private static PathRefusalReason ReasonOf(int error, Descriptor end, FileAccess access)
    {
        switch (error)
        {
            case Errno.EROFS:
                return PathRefusalReason.ReadOnlyFileSystem;
            case Errno.EACCES or Errno.EPERM when access is FileAccess.Read:
                return PathRefusalReason.NoReadPermission;
            case Errno.EACCES or Errno.EPERM when access is FileAccess.Write:
                return PathRefusalReason.NoWritePermission;
            case Errno.EACCES or Errno.EPERM:
                int readable = Reopen(end, Libc.O_RDONLY);
                if (readable < 0)
                {
                    return PathRefusalReason.NoReadPermission;
                }

                _ = Libc.close(readable);
                return PathRefusalReason.NoWritePermission;
            default:
                return PathRefusalReason.Other;
        }
    }
}
