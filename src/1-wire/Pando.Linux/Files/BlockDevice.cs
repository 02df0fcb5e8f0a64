using System.Runtime.InteropServices;

namespace Pando.Linux.Files;

/// <summary>What a block device says of itself (ioctl numbers of linux/fs.h).</summary>
public static class BlockDevice
{
    private const nuint BLKGETSIZE64 = 0x80081272;

    /// <summary>Its size in bytes.</summary>
    /// <exception cref="SyscallException">It is none.</exception>
    public static unsafe long Size(SafeHandle device)
    {
        using var reference = new DescriptorReference(device);
        ulong bytes;
        return Libc.ioctl(reference.Number, BLKGETSIZE64, (nint)(&bytes)) == 0 ? checked((long)bytes) : throw SyscallException.Last("ioctl");
    }

    /// <summary>Whether the kernel, or a program, has it or a partition of it for itself (open(2), O_EXCL): a file system, swap, a volume on it.</summary>
    public static bool IsHeld(string node)
    {
        int number = Libc.openat(Libc.AT_FDCWD, node, Libc.O_RDONLY | Libc.O_EXCL | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0);
        if (number < 0)
        {
            return Marshal.GetLastPInvokeError() == Errno.EBUSY;
        }

        _ = Libc.close(number);
        return false;
    }
}
