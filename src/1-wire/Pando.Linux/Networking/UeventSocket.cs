using System.Runtime.InteropServices;
using Pando.Linux.Spawn;

namespace Pando.Linux.Networking;

/// <summary>
/// Hears what the kernel tells of its devices (netlink(7), NETLINK_KOBJECT_UEVENT). Other programs may send to such a
/// socket too: only what comes from the kernel is taken.
/// </summary>
public sealed class UeventSocket : IDisposable
{
    private const uint OfKernel = 1;
    private const int DoNotWait = 0x40;
    private const int LargestMessage = 16 * 1024;

    private readonly Descriptor _socket;

    private UeventSocket(Descriptor socket) => _socket = socket;

    /// <summary>Listens from now on, in the network namespace of this thread.</summary>
    /// <exception cref="SyscallException">This kernel tells nothing, or not this process.</exception>
    public static unsafe UeventSocket Open()
    {
        int number = Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, Libc.NETLINK_KOBJECT_UEVENT);
        if (number < 0)
        {
            throw SyscallException.Last("socket", "uevent");
        }

        var socket = new Descriptor(number);
        var address = new Libc.SockAddrNetlink { Family = Libc.AF_NETLINK, Groups = OfKernel };
        if (Libc.bind(number, &address, (uint)sizeof(Libc.SockAddrNetlink)) != 0)
        {
            var failure = SyscallException.Last("bind", "uevent");
            socket.Dispose();
            throw failure;
        }

        return new UeventSocket(socket);
    }

    /// <summary>The next message; null where some were lost, because more came than was read.</summary>
    public async Task<Uevent?> ReceiveAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[LargestMessage];
        while (true)
        {
            await FdWatcher.Shared.WaitAsync(_socket, FdEvents.Readable, cancellationToken);
            int length = Receive(buffer, out bool ofKernel);
            if (length < 0)
            {
                return null;
            }

            if (ofKernel && Uevent.Read(buffer.AsSpan(0, length)) is { } told)
            {
                return told;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>Its length; 0 where there is none after all, -1 where some were lost.</summary>
    private unsafe int Receive(byte[] buffer, out bool ofKernel)
    {
        using var reference = new DescriptorReference(_socket);
        Libc.SockAddrNetlink from = default;
        uint size = (uint)sizeof(Libc.SockAddrNetlink);
        fixed (byte* start = buffer)
        {
            nint length = Libc.recvfrom(reference.Number, start, (nuint)buffer.Length, DoNotWait, &from, &size);
            ofKernel = from.Port == 0;
            if (length >= 0)
            {
                return (int)length;
            }
        }

        return Marshal.GetLastPInvokeError() switch
        {
            Errno.EAGAIN or Errno.EINTR => 0,
            Errno.ENOBUFS => -1,
            _ => throw SyscallException.Last("recvfrom", "uevent"),
        };
    }
}
