using System.Runtime.InteropServices;

namespace Pando.Cli.Terminal;

/// <summary>
/// One of the three standard descriptors, read and written by plain system calls. The framework's own streams for them
/// take the terminal over (its modes, its keypad) as soon as something is read, and keep it secret that a pipe is broken.
/// </summary>
internal sealed partial class DescriptorStream(int descriptor) : Stream
{
    private const int Interrupted = 4; // EINTR
    private const int NotNow = 11; // EAGAIN
    private const short Readable = 1; // POLLIN
    private const short Writable = 4; // POLLOUT

    public override bool CanRead => descriptor == 0;

    public override bool CanSeek => false;

    public override bool CanWrite => descriptor != 0;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        nint count;
        do
        {
            count = read(descriptor, buffer, (nuint)buffer.Length);
        }
        while (count < 0 && MayGoOn(Readable));
        return count >= 0 ? (int)count : throw Failure();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var count = write(descriptor, buffer, (nuint)buffer.Length);
            if (count >= 0)
            {
                buffer = buffer[(int)count..];
            }
            else if (!MayGoOn(Writable))
            {
                throw Failure();
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    // Output goes on in the caller's thread: a write to a terminal or a pipe is short, and a thread of its own is start-up time.
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer, offset, count);
        return Task.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>
    /// Whether the call is to be made again. Another program at the same terminal or pipe may have made it non-blocking, and
    /// that is a property of the open file, not of who opened it: then what it is not ready for is waited for.
    /// </summary>
    private bool MayGoOn(short what)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error == NotNow)
        {
            var wait = new PollRequest { Descriptor = descriptor, Events = what };
            return poll(ref wait, 1, -1) >= 0 || Marshal.GetLastPInvokeError() == Interrupted;
        }
        return error == Interrupted;
    }

    private static IOException Failure()
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException(Marshal.GetPInvokeErrorMessage(error), error);
    }

    // struct pollfd, <poll.h>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(ref PollRequest request, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int descriptor, Span<byte> buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, ReadOnlySpan<byte> buffer, nuint count);
}
