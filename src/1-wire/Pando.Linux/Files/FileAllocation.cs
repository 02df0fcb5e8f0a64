using Microsoft.Win32.SafeHandles;

namespace Pando.Linux.Files;

/// <summary>Reserves and gives back a file's blocks (fallocate(2)).</summary>
public static class FileAllocation
{
    private const int KeepSize = 1;
    private const int PunchHoleMode = 2;

    /// <summary>Reserves blocks, growing the file if need be. False where the file system cannot.</summary>
    /// <exception cref="SyscallException">ENOSPC and others.</exception>
    public static bool Reserve(SafeFileHandle file, long offset, long length) => Call(file, 0, offset, length);

    /// <summary>Gives blocks back: the range reads as zeros, the size stays. False where the file system cannot.</summary>
    /// <exception cref="SyscallException">The file is not writable, and others.</exception>
    public static bool PunchHole(SafeFileHandle file, long offset, long length) =>
        Call(file, KeepSize | PunchHoleMode, offset, length);

    private static bool Call(SafeFileHandle file, int mode, long offset, long length)
    {
        using var reference = new DescriptorReference(file);
        while (Libc.fallocate(reference.Number, mode, offset, length) != 0)
        {
            var failure = SyscallException.Last("fallocate");
            switch (failure.Errno)
            {
                case Errno.EINTR:
                    continue;
                case Errno.EOPNOTSUPP:
                    return false;
                default:
                    throw failure;
            }
        }

        return true;
    }
}
