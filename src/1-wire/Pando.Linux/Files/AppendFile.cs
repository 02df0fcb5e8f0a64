using Microsoft.Win32.SafeHandles;

namespace Pando.Linux.Files;

/// <summary>A file that several processes write at the end of (O_APPEND): a log that a child is given.</summary>
public static class AppendFile
{
    /// <summary>Opens it, made for its owner alone where it is missing. A link in its place is refused.</summary>
    /// <exception cref="SyscallException">It cannot be made or opened.</exception>
    public static SafeFileHandle Open(string path)
    {
        int flags = Libc.O_WRONLY | Libc.O_CREAT | Libc.O_APPEND | Libc.O_NOFOLLOW | Libc.O_CLOEXEC;
        int number = Libc.openat(Libc.AT_FDCWD, path, flags, 0x180);
        return number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw SyscallException.Last("open", path);
    }
}
