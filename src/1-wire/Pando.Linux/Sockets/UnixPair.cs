using System.Net.Sockets;

namespace Pando.Linux.Sockets;

/// <summary>Two sockets that are connected to each other and have no name (socketpair(2)).</summary>
public static class UnixPair
{
    /// <summary>Makes them. Either may be given to a child.</summary>
    /// <exception cref="SyscallException">There are no descriptors left.</exception>
    public static unsafe (Socket Ours, Socket Theirs) Open()
    {
        int* both = stackalloc int[2];
        return Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0, both) == 0
            ? (new Socket(new SafeSocketHandle(both[0], ownsHandle: true)), new Socket(new SafeSocketHandle(both[1], ownsHandle: true)))
            : throw SyscallException.Last("socketpair");
    }
}
