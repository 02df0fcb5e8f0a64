using System.Runtime.InteropServices;

namespace Pando.Linux;

internal static partial class Libc
{
    internal const int AF_NETLINK = 16;
    internal const int SOCK_RAW = 3;
    internal const int SO_RCVTIMEO = 20;
    internal const int NETLINK_ROUTE = 0;
    internal const int NETLINK_NETFILTER = 12;
    internal const int NETLINK_KOBJECT_UEVENT = 15;

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int bind(int socket, SockAddrNetlink* address, uint length);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial nint send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial nint recvfrom(int socket, byte* buffer, nuint length, int flags, SockAddrNetlink* from, uint* fromLength);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int ioctl(int fd, nuint request, void* argument);

    /// <summary>struct sockaddr_nl.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct SockAddrNetlink
    {
        public ushort Family;
        public ushort Padding;
        public uint Port;
        public uint Groups;
    }
}
