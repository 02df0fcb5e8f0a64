using System.Runtime.InteropServices;
using System.Text;

namespace Pando.Linux.Files;

/// <summary>Short texts that a file carries with it, whatever its name (xattr(7)).</summary>
public static class ExtendedAttribute
{
    private const int MaximumBytes = 4096;

    /// <summary>Sets one on an open file. False where the file system or the caller's rights don't allow attributes of that namespace.</summary>
    /// <exception cref="SyscallException">Any other failure: ENOSPC, EROFS…</exception>
    public static unsafe bool TrySet(SafeHandle file, string name, string value)
    {
        using var reference = new DescriptorReference(file);
        var bytes = Encoding.UTF8.GetBytes(value);
        fixed (byte* start = bytes)
        {
            if (Libc.fsetxattr(reference.Number, name, start, (nuint)bytes.Length, 0) == 0)
            {
                return true;
            }
        }
        var failure = SyscallException.Last("fsetxattr", name);
        return failure.Errno is Errno.EOPNOTSUPP or Errno.EPERM ? false : throw failure;
    }

    /// <summary>Reads one of an open file; null when it has none of that name.</summary>
    public static unsafe string? TryGet(SafeHandle file, string name)
    {
        using var reference = new DescriptorReference(file);
        var bytes = stackalloc byte[MaximumBytes];
        var length = Libc.fgetxattr(reference.Number, name, bytes, MaximumBytes);
        return length >= 0 ? Encoding.UTF8.GetString(bytes, (int)length) : null;
    }
}
