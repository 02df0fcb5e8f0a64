using System.Globalization;
using System.Text;

namespace Pando.Linux.Sockets;

/// <summary>
/// Names a file system socket whatever the length of its path: sun_path holds 108 bytes (unix(7)), so longer paths go through
/// an open descriptor's name under /proc/self/fd.
/// </summary>
internal static class UnixAddress
{
    public static unsafe Libc.SockAddrUnix Of(string path)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        Libc.SockAddrUnix address = default;
        if (bytes.Length >= 108)
        {
            throw new SyscallException("bind", Errno.ENAMETOOLONG, path);
        }

        address.Family = Libc.AF_UNIX;
        bytes.CopyTo(new Span<byte>(address.Path, 108));
        return address;
    }

    public static string Of(int descriptor) => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}");

    public static string In(int directory, string name) => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{directory}/{name}");

    public static bool Fits(string path) => Encoding.UTF8.GetByteCount(path) < 108;

    public static Descriptor OpenPath(string path, int flags)
    {
        int descriptor = Libc.openat(Libc.AT_FDCWD, path, Libc.O_PATH | Libc.O_CLOEXEC | flags, 0);
        return descriptor >= 0 ? new Descriptor(descriptor) : throw SyscallException.Last("open", path);
    }
}
