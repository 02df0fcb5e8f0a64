using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pando.Qmp.Descriptors;

/// <summary>Sends bytes together with a descriptor over a unix socket (unix(7), SCM_RIGHTS).</summary>
internal static partial class DescriptorSending
{
    private const int SolSocket = 1;
    private const int ScmRights = 1;
    private const int MsgDontWait = 0x40;
    private const int MsgNoSignal = 0x4000;
    private const int Eintr = 4;
    private const int Eagain = 11;

    /// <summary>How long one wait for room in the socket's buffer blocks a pool thread before it looks for a cancellation.</summary>
    private static readonly TimeSpan WritableSlice = TimeSpan.FromMilliseconds(100);

    /// <summary>Sends all of <paramref name="bytes"/>; the descriptor travels with the first of them.</summary>
    public static async Task SendWithDescriptorAsync(
        this Socket socket, ReadOnlyMemory<byte> bytes, SafeHandle descriptor, CancellationToken cancellationToken)
    {
        int sent = Send(socket, bytes.Span, descriptor);
        while (sent == 0)
        {
            // The socket's own asynchronous send knows no ancillary data, so the rare full buffer is waited for here.
            await Task.Run(() => socket.Poll(WritableSlice, SelectMode.SelectWrite), cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            sent = Send(socket, bytes.Span, descriptor);
        }

        while (sent < bytes.Length)
        {
            sent += await socket.SendAsync(bytes[sent..], SocketFlags.None, cancellationToken);
        }
    }

    /// <summary>One sendmsg(2). Returns how many bytes went, 0 when the buffer is full.</summary>
    private static unsafe int Send(Socket socket, ReadOnlySpan<byte> bytes, SafeHandle descriptor)
    {
        bool counted = false;
        try
        {
            descriptor.DangerousAddRef(ref counted);
            var control = new ControlMessage
            {
                // CMSG_LEN(sizeof(int)): the header and the data, without the padding after it.
                Length = 20,
                Level = SolSocket,
                Type = ScmRights,
                Descriptor = (int)descriptor.DangerousGetHandle(),
            };

            fixed (byte* start = bytes)
            {
                var vector = new IoVector { Base = start, Length = (nuint)bytes.Length };
                var header = new MessageHeader
                {
                    Vectors = &vector,
                    VectorCount = 1,
                    Control = &control,
                    ControlLength = (nuint)sizeof(ControlMessage),
                };

                while (true)
                {
                    nint sent = SendMessage(socket.SafeHandle, &header, MsgDontWait | MsgNoSignal);
                    if (sent >= 0)
                    {
                        return (int)sent;
                    }

                    int error = Marshal.GetLastPInvokeError();
                    if (error == Eagain)
                    {
                        return 0;
                    }

                    if (error != Eintr)
                    {
                        throw new IOException($"sendmsg: {Marshal.GetPInvokeErrorMessage(error)}");
                    }
                }
            }
        }
        finally
        {
            if (counted)
            {
                descriptor.DangerousRelease();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static unsafe partial nint SendMessage(SafeSocketHandle socket, MessageHeader* message, int flags);

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }

    /// <summary>struct msghdr of glibc and musl on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct cmsghdr followed by one descriptor; CMSG_SPACE(sizeof(int)) is 24 on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 24)]
    private struct ControlMessage
    {
        public nuint Length;
        public int Level;
        public int Type;
        public int Descriptor;
    }
}
