using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pando.Linux.Files;

/// <summary>What a guest's devices name besides images: files that are written, devices of the host.</summary>
public static partial class PathWalk
{
    private const uint OwnerOnly = 0x180;

    /// <summary>
    /// Opens a regular file to write at its end, made for its owner alone where its directory is there and it is missing.
    /// Who is given it may still truncate it.
    /// </summary>
    /// <exception cref="PathWalkException">Says which component and why.</exception>
    public static SafeFileHandle OpenToAppend(string path)
    {
        try
        {
            return Append(path);
        }
        catch (PathWalkException missing) when (missing.Reason is PathRefusalReason.Missing && IsLast(missing.Component, path))
        {
            Make(path);
            return Append(path);
        }
    }

    /// <summary>Opens a character device or a named pipe, without waiting for whoever is at its other end.</summary>
    /// <exception cref="PathWalkException">Says which component and why.</exception>
    public static SafeFileHandle OpenDevice(string path, FileAccess access)
    {
        using Descriptor end = Walk(path, out string resolved);
        if (FileStatus.Of(end).Kind is not (FileKind.CharacterDevice or FileKind.Pipe))
        {
            throw new PathWalkException(path, resolved, PathRefusalReason.NotADevice);
        }

        int number = Reopen(end, (access is FileAccess.Read ? Libc.O_RDONLY : Libc.O_RDWR) | Libc.O_NONBLOCK);
        return number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw Refused(path, resolved, end, access);
    }

    private static SafeFileHandle Append(string path)
    {
        using Descriptor end = Walk(path, out string resolved);
        if (FileStatus.Of(end).Kind is not FileKind.Regular)
        {
            throw new PathWalkException(path, resolved, PathRefusalReason.NotAFile);
        }

        int number = Reopen(end, Libc.O_WRONLY | Libc.O_APPEND);
        return number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw Refused(path, resolved, end, FileAccess.Write);
    }

    private static PathWalkException Refused(string path, string resolved, Descriptor end, FileAccess access)
    {
        int error = Marshal.GetLastPInvokeError();
        return new PathWalkException(path, resolved, ReasonOf(error, end, access), error);
    }

    private static bool IsLast(string component, string path) =>
        string.Equals(System.IO.Path.GetFileName(component), System.IO.Path.GetFileName(path), StringComparison.Ordinal);

    private static void Make(string path)
    {
        string directory = System.IO.Path.GetDirectoryName(path)!;
        using Descriptor folder = Walk(directory, out string resolved);
        using var reference = new DescriptorReference(folder);
        int number = Libc.openat(
            reference.Number, System.IO.Path.GetFileName(path), Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, OwnerOnly);
        if (number >= 0)
        {
            _ = Libc.close(number);
            return;
        }

        int error = Marshal.GetLastPInvokeError();
        throw error switch
        {
            Errno.EROFS => new PathWalkException(path, resolved, PathRefusalReason.ReadOnlyFileSystem, error),
            Errno.EACCES or Errno.EPERM => new PathWalkException(path, resolved, PathRefusalReason.NoWritePermission, error),
            _ => new PathWalkException(path, resolved, PathRefusalReason.Other, error),
        };
    }
}
