using System.Runtime.InteropServices;

namespace Pando.Linux;

internal static partial class Libc
{
    internal const int AF_UNIX = 1;
    internal const int SOCK_STREAM = 1;
    internal const int SOCK_CLOEXEC = 0x80000;
    internal const int SOL_SOCKET = 1;
    internal const int SO_PEERCRED = 17;
    internal const int SO_SNDTIMEO = 21;
    internal const int SO_PEERGROUPS = 59;
    internal const int SCM_RIGHTS = 1;
    internal const int MSG_CTRUNC = 0x8;
    internal const int MSG_DONTWAIT = 0x40;
    internal const int MSG_NOSIGNAL = 0x4000;
    internal const int MSG_CMSG_CLOEXEC = 0x40000000;

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int socket(int family, int type, int protocol);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int socketpair(int family, int type, int protocol, int* sockets);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int bind(int socket, SockAddrUnix* address, uint length);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int connect(int socket, SockAddrUnix* address, uint length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int listen(int socket, int backlog);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int setsockopt(int socket, int level, int option, void* value, uint length);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial nint sendmsg(int socket, MsgHdr* message, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial nint recvmsg(int socket, MsgHdr* message, int flags);

    /// <summary>struct sockaddr_un, with room for 107 bytes of path and the NUL behind it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct SockAddrUnix
    {
        public ushort Family;
        public fixed byte Path[108];
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct IoVec
    {
        public void* Base;
        public nuint Length;
    }

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct MsgHdr
    {
        public void* Name;
        public uint NameLength;
        public IoVec* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct cmsghdr; its data follow at once (16 bytes in), padded to 8.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct CmsgHdr
    {
        public nuint Length;
        public int Level;
        public int Type;
    }
}
