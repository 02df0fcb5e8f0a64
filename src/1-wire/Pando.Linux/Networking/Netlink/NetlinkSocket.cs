using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pando.Linux.Networking.Netlink;

/// <summary>
/// A socket of netlink(7): one request, its answers, its acknowledgement. It belongs to the network namespace of the
/// thread that opens it. The kernel answers while it is asked, so that nothing is waited for.
/// </summary>
internal sealed class NetlinkSocket : IDisposable
{
    private const ushort Error = 2;
    private const ushort Done = 3;
    private const int LargestAnswer = 64 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private const ushort DumpInterrupted = 0x10;
    private const int MostAttempts = 10;

    private readonly Descriptor _socket;
    private uint _sequence;

    private NetlinkSocket(Descriptor socket) => _socket = socket;

    /// <summary>Opens the way to a part of the kernel: <see cref="Libc.NETLINK_ROUTE"/>, <see cref="Libc.NETLINK_NETFILTER"/>.</summary>
    public static unsafe NetlinkSocket Open(int protocol)
    {
        int number = Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, protocol);
        if (number < 0)
        {
            throw SyscallException.Last("socket", "netlink");
        }

        var socket = new Descriptor(number);
        // struct timeval: a kernel that does not answer is a broken one, but no reason to wait for ever.
        long* limit = stackalloc long[2] { (long)Limit.TotalSeconds, 0 };
        if (Libc.setsockopt(number, Libc.SOL_SOCKET, Libc.SO_RCVTIMEO, limit, 16) != 0)
        {
            socket.Dispose();
            throw SyscallException.Last("setsockopt", "netlink");
        }

        return new NetlinkSocket(socket);
    }

    /// <summary>Sends a request and gathers what is answered until the kernel acknowledges or refuses it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="subject">What is acted on, for the error.</param>
    /// <exception cref="SyscallException">The kernel says no.</exception>
    public IReadOnlyList<byte[]> Ask(NetlinkRequest request, string subject)
    {
        for (int attempt = 1; ; attempt++)
        {
            IReadOnlyList<byte[]> answers = Ask(request, subject, out bool interrupted);
            // What changed while it was told may be missing, or be there twice.
            if (!interrupted || attempt == MostAttempts)
            {
                return answers;
            }
        }
    }

    private unsafe IReadOnlyList<byte[]> Ask(NetlinkRequest request, string subject, out bool interrupted)
    {
        interrupted = false;
        uint sequence = ++_sequence;
        byte[] bytes = request.Finish(sequence);
        using var reference = new DescriptorReference(_socket);
        fixed (byte* start = bytes)
        {
            while (Libc.send(reference.Number, start, (nuint)bytes.Length, 0) < 0)
            {
                if (Marshal.GetLastPInvokeError() != Errno.EINTR)
                {
                    throw SyscallException.Last("netlink", subject);
                }
            }
        }

        List<byte[]> answers = [];
        byte[] buffer = new byte[LargestAnswer];
        while (true)
        {
            int length = Receive(reference.Number, buffer, subject);
            for (int at = 0; at + NetlinkRequest.HeaderBytes <= length;)
            {
                ReadOnlySpan<byte> message = buffer.AsSpan(at, length - at);
                int size = (int)BinaryPrimitives.ReadUInt32LittleEndian(message);
                if (size < NetlinkRequest.HeaderBytes || size > message.Length)
                {
                    throw new SyscallException("netlink", Errno.EIO, subject);
                }

                at += (size + 3) & ~3;
                if (BinaryPrimitives.ReadUInt32LittleEndian(message[8..]) != sequence)
                {
                    continue;
                }

                interrupted |= (BinaryPrimitives.ReadUInt16LittleEndian(message[6..]) & DumpInterrupted) != 0;
                ushort type = BinaryPrimitives.ReadUInt16LittleEndian(message[4..]);
                if (type is Error or Done)
                {
                    int error = -BinaryPrimitives.ReadInt32LittleEndian(message[NetlinkRequest.HeaderBytes..]);
                    return error == 0 ? answers : throw new SyscallException("netlink", error, subject);
                }

                answers.Add(message[NetlinkRequest.HeaderBytes..size].ToArray());
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static unsafe int Receive(int socket, byte[] buffer, string subject)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                nint length = Libc.recvfrom(socket, start, (nuint)buffer.Length, 0, null, null);
                if (length >= 0)
                {
                    return (int)length;
                }

                if (Marshal.GetLastPInvokeError() != Errno.EINTR)
                {
                    throw SyscallException.Last("netlink", subject);
                }
            }
        }
    }
}
