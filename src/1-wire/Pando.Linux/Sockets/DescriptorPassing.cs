using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pando.Linux.Spawn;

namespace Pando.Linux.Sockets;

/// <summary>Bytes that arrived and the descriptors that came with them; the receiver owns the descriptors.</summary>
/// <param name="ByteCount">How many bytes of the buffer were filled; 0 at the end of the stream.</param>
/// <param name="Descriptors">In the order they were sent.</param>
public sealed record ReceivedDescriptors(int ByteCount, IReadOnlyList<Descriptor> Descriptors);

/// <summary>Passes open descriptors over a unix socket (SCM_RIGHTS, unix(7)).</summary>
public static class DescriptorPassing
{
    /// <summary>The kernel passes at most this many with one message (SCM_MAX_FD).</summary>
    public const int MaxDescriptors = 253;

    private const int HeaderBytes = 16;

    /// <summary>Sends all of <paramref name="bytes"/>; the descriptors travel with the first of them.</summary>
    /// <exception cref="ArgumentException">No byte to travel with, or too many descriptors.</exception>
    /// <exception cref="SyscallException">The peer is gone, or a descriptor is not open.</exception>
    public static async Task SendAsync(
        Socket socket, ReadOnlyMemory<byte> bytes, IReadOnlyList<SafeHandle> descriptors, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(descriptors);
        if (bytes.IsEmpty)
        {
            throw new ArgumentException("Descriptors need at least one byte to travel with.", nameof(bytes));
        }

        if (descriptors.Count > MaxDescriptors)
        {
            throw new ArgumentException($"At most {MaxDescriptors} descriptors go at once.", nameof(descriptors));
        }

        int sent = 0;
        while (sent < bytes.Length)
        {
            int count = Send(socket.SafeHandle, bytes.Span[sent..], sent == 0 ? descriptors : []);
            if (count < 0)
            {
                await FdWatcher.Shared.WaitAsync(socket.SafeHandle, FdEvents.Writable, cancellationToken);
            }
            else
            {
                sent += count;
            }
        }
    }

    /// <summary>Receives what is there, waiting for at least one byte or the end of the stream.</summary>
    /// <exception cref="SyscallException">The connection failed.</exception>
    /// <exception cref="InvalidDataException">More descriptors came than <paramref name="maxDescriptors"/>; those received were closed.</exception>
    public static async Task<ReceivedDescriptors> ReceiveAsync(
        Socket socket, Memory<byte> buffer, int maxDescriptors = 16, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(socket);
        while (true)
        {
            if (Receive(socket.SafeHandle, buffer.Span, maxDescriptors) is { } received)
            {
                return received;
            }

            await FdWatcher.Shared.WaitAsync(socket.SafeHandle, FdEvents.Readable, cancellationToken);
        }
    }

    /// <summary>Receives what is there, and waits for nothing; null where nothing is there yet.</summary>
    /// <exception cref="SyscallException">The connection failed.</exception>
    /// <exception cref="InvalidDataException">More descriptors came than <paramref name="maxDescriptors"/>; those received were closed.</exception>
    public static ReceivedDescriptors? TryReceive(Socket socket, Span<byte> buffer, int maxDescriptors = 16)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return Receive(socket.SafeHandle, buffer, maxDescriptors);
    }

    private static unsafe int Send(SafeSocketHandle handle, ReadOnlySpan<byte> bytes, IReadOnlyList<SafeHandle> descriptors)
    {
        var held = new List<SafeHandle>(descriptors.Count);
        try
        {
            using var socket = new DescriptorReference(handle);
            Span<byte> control = stackalloc byte[ControlBytes(descriptors.Count)];
            if (descriptors.Count > 0)
            {
                var header = new Libc.CmsgHdr
                {
                    Length = (nuint)(HeaderBytes + (sizeof(int) * descriptors.Count)),
                    Level = Libc.SOL_SOCKET,
                    Type = Libc.SCM_RIGHTS,
                };
                MemoryMarshal.Write(control, in header);
                Hold(descriptors, held, MemoryMarshal.Cast<byte, int>(control[HeaderBytes..]));
            }

            fixed (byte* data = bytes)
            fixed (byte* ancillary = control)
            {
                var vector = new Libc.IoVec { Base = data, Length = (nuint)bytes.Length };
                var message = new Libc.MsgHdr
                {
                    Vectors = &vector,
                    VectorCount = 1,
                    Control = descriptors.Count > 0 ? ancillary : null,
                    ControlLength = (nuint)(descriptors.Count > 0 ? control.Length : 0),
                };
                nint count = Libc.sendmsg(socket.Number, &message, Libc.MSG_NOSIGNAL | Libc.MSG_DONTWAIT);
                return count >= 0 ? (int)count : WouldBlock("sendmsg");
            }
        }
        finally
        {
            held.ForEach(static descriptor => descriptor.DangerousRelease());
        }
    }

    private static void Hold(IReadOnlyList<SafeHandle> descriptors, List<SafeHandle> held, Span<int> numbers)
    {
        for (int i = 0; i < descriptors.Count; i++)
        {
            bool added = false;
            descriptors[i].DangerousAddRef(ref added);
            held.Add(descriptors[i]);
            numbers[i] = (int)descriptors[i].DangerousGetHandle();
        }
    }

    private static unsafe ReceivedDescriptors? Receive(SafeSocketHandle handle, Span<byte> buffer, int maxDescriptors)
    {
        using var socket = new DescriptorReference(handle);
        Span<byte> control = stackalloc byte[ControlBytes(maxDescriptors)];
        fixed (byte* data = buffer)
        fixed (byte* ancillary = control)
        {
            var vector = new Libc.IoVec { Base = data, Length = (nuint)buffer.Length };
            var message = new Libc.MsgHdr
            {
                Vectors = &vector,
                VectorCount = 1,
                Control = ancillary,
                // Without the padding, which would have room for one descriptor more than was allowed.
                ControlLength = (nuint)(HeaderBytes + (sizeof(int) * maxDescriptors)),
            };
            nint count = Libc.recvmsg(socket.Number, &message, Libc.MSG_CMSG_CLOEXEC | Libc.MSG_DONTWAIT);
            if (count < 0)
            {
                _ = WouldBlock("recvmsg");
                return null;
            }

            List<Descriptor> descriptors = Unpack(control[..(int)message.ControlLength]);
            if ((message.Flags & Libc.MSG_CTRUNC) != 0)
            {
                descriptors.ForEach(static descriptor => descriptor.Dispose());
                throw new InvalidDataException($"More than {maxDescriptors} descriptors came with one message.");
            }

            return new ReceivedDescriptors((int)count, descriptors);
        }
    }

    private static List<Descriptor> Unpack(Span<byte> control)
    {
        List<Descriptor> descriptors = [];
        while (control.Length >= HeaderBytes)
        {
            var header = MemoryMarshal.Read<Libc.CmsgHdr>(control);
            int length = (int)header.Length;
            if (length < HeaderBytes || length > control.Length)
            {
                break;
            }

            if (header.Level == Libc.SOL_SOCKET && header.Type == Libc.SCM_RIGHTS)
            {
                foreach (int number in MemoryMarshal.Cast<byte, int>(control[HeaderBytes..length]))
                {
                    descriptors.Add(new Descriptor(number));
                }
            }

            control = control[Math.Min(control.Length, (length + 7) & ~7)..];
        }

        return descriptors;
    }

    private static int WouldBlock(string call)
    {
        var failure = SyscallException.Last(call);
        return failure.Errno is Errno.EAGAIN or Errno.EINTR ? -1 : throw failure;
    }

    private static int ControlBytes(int descriptors) => HeaderBytes + (((sizeof(int) * descriptors) + 7) & ~7);
}
