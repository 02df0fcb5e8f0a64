using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pando.Linux.Sockets;

/// <summary>Connects to sockets in the file system, whatever the length of the path, and never longer than it is allowed to.</summary>
public static class UnixConnect
{
    /// <summary>What SO_SNDTIMEO counts in: anything shorter is 0 to it, which is no limit at all.</summary>
    private static readonly TimeSpan ShortestLimit = TimeSpan.FromMicroseconds(1);

    /// <summary>Connects to <paramref name="path"/>.</summary>
    /// <param name="path">The socket's path, of any length.</param>
    /// <param name="limit">How long the listener's queue may stay full.</param>
    /// <param name="cancellationToken">Gives up earlier.</param>
    /// <exception cref="SyscallException">ENOENT, ECONNREFUSED (nobody listens), EACCES.</exception>
    /// <exception cref="TimeoutException">The listener's queue stayed full: it does not accept.</exception>
    public static async Task<Socket> ConnectAsync(string path, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var handle = new SafeSocketHandle(UnixListener.NewSocket(), ownsHandle: true);
        try
        {
            int error = TryAtOnce(handle, path);
            if (error == Errno.EAGAIN)
            {
                error = await QueueAsync(handle, path, limit, cancellationToken);
            }

            return error switch
            {
                0 => new Socket(handle),
                Errno.EAGAIN => throw new TimeoutException($"{path}: the listener accepted no connection within {limit}."),
                _ => throw new SyscallException("connect", error, path),
            };
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Connects without waiting: 0, or the error number; EAGAIN when the listener's queue is full.</summary>
    internal static int TryAtOnce(SafeSocketHandle handle, string path) => Connect(handle, path, ShortestLimit);

    // A full queue raises no epoll event when it has room again: only a blocking connect(2) waits for that, and SO_SNDTIMEO bounds it.
    // It needs a thread, but only while a listener does not accept. Cancelling leaves that thread to its limit.
    private static Task<int> QueueAsync(SafeSocketHandle handle, string path, TimeSpan limit, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(
            () => Connect(handle, path, limit),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).WaitAsync(cancellationToken);

    private static int Connect(SafeSocketHandle handle, string path, TimeSpan limit)
    {
        using var socket = new DescriptorReference(handle);
        long started = TimeProvider.System.GetTimestamp();
        int error;
        TimeSpan left = limit;
        do
        {
            error = Connect(socket.Number, path, left);
            left = limit - TimeProvider.System.GetElapsedTime(started);
        }
        // With a time limit the kernel does not take up again what a signal interrupted (signal(7)), and nothing was connected.
        while (error == Errno.EINTR && left >= ShortestLimit);

        SetLimit(socket.Number, TimeSpan.Zero);
        return error == Errno.EINTR ? Errno.EAGAIN : error;
    }

    private static int Connect(int socket, string path, TimeSpan limit) => SetLimit(socket, limit) is > 0 and int error ? error : Connect(socket, path);

    private static unsafe int SetLimit(int socket, TimeSpan limit)
    {
        TimeVal wait = new(limit);
        return Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_SNDTIMEO, &wait, (uint)sizeof(TimeVal)) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    private static unsafe int Connect(int socket, string path)
    {
        try
        {
            bool fits = UnixAddress.Fits(path);
            using Descriptor? file = fits ? null : UnixAddress.OpenPath(path, 0);
            Libc.SockAddrUnix address = UnixAddress.Of(file is null ? path : UnixAddress.Of((int)file.DangerousGetHandle()));
            return Libc.connect(socket, &address, (uint)sizeof(Libc.SockAddrUnix)) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        catch (SyscallException failure)
        {
            return failure.Errno;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeVal(TimeSpan span)
    {
        public long Seconds = (long)span.TotalSeconds;
        public long Microseconds = (long)((span - TimeSpan.FromSeconds((long)span.TotalSeconds)).TotalMilliseconds * 1000);
    }
}
