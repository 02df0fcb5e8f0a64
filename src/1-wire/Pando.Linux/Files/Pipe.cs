using System.Buffers;
using Pando.Linux.Spawn;

namespace Pando.Linux.Files;

/// <summary>
/// A pipe to another process (pipe(7)). Waiting at our end takes no thread and ends with its token; the other end blocks,
/// as programs expect. The other end's copy here is given up once its process has its own.
/// </summary>
public sealed class Pipe : IDisposable
{
    // So much that one end need not wait for the other's next turn on a busy processor; else the most that an unprivileged
    // process may ask for (pipe-max-size). A smaller one means more turns, nothing else.
    private static readonly int[] Capacities = [8 << 20, 1 << 20];

    // How late a cancellation may be heard of by a thread that waits.
    private const int LookMilliseconds = 100;
    private const short PollIn = 1;
    private const short PollOut = 4;

    private Pipe(Descriptor ours, Descriptor theirs) => (Ours, Theirs) = (ours, theirs);

    /// <summary>Our end; what a second process gets of a pipe between two.</summary>
    public Descriptor Ours { get; }

    /// <summary>What the other process gets.</summary>
    public Descriptor Theirs { get; }

    /// <summary>One that we read and another writes.</summary>
    /// <exception cref="SyscallException">No descriptor is left.</exception>
    public static Pipe ToRead() => Open(weRead: true, nonBlocking: true);

    /// <summary>One that we write and another reads.</summary>
    /// <exception cref="SyscallException">No descriptor is left.</exception>
    public static Pipe ToWrite() => Open(weRead: false, nonBlocking: true);

    /// <summary>One between two other processes, which nobody here reads or writes.</summary>
    /// <param name="theirsWrites">Whether <see cref="Theirs"/> is the end that is written.</param>
    /// <exception cref="SyscallException">No descriptor is left.</exception>
    public static Pipe Between(bool theirsWrites) => Open(theirsWrites, nonBlocking: false);

    /// <summary>Gives up our copy of the other end: only then does the end of the stream show.</summary>
    public void Given() => Theirs.Dispose();

    /// <summary>Reads what is there, waiting for something; 0 at the end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTransfer(buffer, write: false) is { } count)
            {
                return count;
            }

            await FdWatcher.Shared.WaitAsync(Ours, FdEvents.Readable, cancellationToken);
        }
    }

    /// <summary>Writes all of it.</summary>
    /// <exception cref="SyscallException">EPIPE: nobody reads any more.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            if (TryTransfer(bytes, write: true) is { } count)
            {
                bytes = bytes[count..];
                continue;
            }

            await FdWatcher.Shared.WaitAsync(Ours, FdEvents.Writable, cancellationToken);
        }
    }

    /// <summary>
    /// <see cref="ReadAsync"/> on the caller's own thread, which waits in the kernel: where gigabytes pass by, a turn through
    /// the thread pool for each piece of them costs more than they do.
    /// </summary>
    public int Read(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTransfer(buffer, write: false) is { } count)
            {
                return count;
            }

            WaitHere(PollIn, cancellationToken);
        }
    }

    /// <summary><see cref="WriteAsync"/> on the caller's own thread.</summary>
    /// <exception cref="SyscallException">EPIPE: nobody reads any more.</exception>
    public void Write(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            if (TryTransfer(bytes, write: true) is { } count)
            {
                bytes = bytes[count..];
                continue;
            }

            WaitHere(PollOut, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Theirs.Dispose();
        Ours.Dispose();
    }

    private static unsafe Pipe Open(bool weRead, bool nonBlocking)
    {
        int* ends = stackalloc int[2];
        if (Libc.pipe2(ends, Libc.O_CLOEXEC) != 0)
        {
            throw SyscallException.Last("pipe2");
        }

        var (read, write) = (new Descriptor(ends[0]), new Descriptor(ends[1]));
        var (ours, theirs) = weRead ? (read, write) : (write, read);
        using var reference = new DescriptorReference(ours);
        // A refusal (a user's pipes have a limit together) leaves the usual size.
        int end = reference.Number;
        _ = Array.Exists(Capacities, capacity => Libc.fcntl(end, Libc.F_SETPIPE_SZ, capacity) >= 0);
        if (nonBlocking)
        {
            // It is the open file's flag, and the two ends are two open files.
            _ = Libc.fcntl(reference.Number, Libc.F_SETFL, Libc.O_NONBLOCK);
        }

        return new Pipe(ours, theirs);
    }

    private unsafe void WaitHere(short events, CancellationToken cancellationToken)
    {
        using var reference = new DescriptorReference(Ours);
        int ready;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var waited = new Libc.PollFd { Descriptor = reference.Number, Events = events };
            ready = Libc.poll(&waited, 1, LookMilliseconds);
        }
        while (ready == 0);

        if (ready < 0 && SyscallException.Last("poll", "a pipe") is { Errno: not Errno.EINTR } failure)
        {
            throw failure;
        }
    }

    /// <summary>Null when one must wait.</summary>
    private unsafe int? TryTransfer(ReadOnlyMemory<byte> buffer, bool write)
    {
        using MemoryHandle pinned = buffer.Pin();
        using var reference = new DescriptorReference(Ours);
        while (true)
        {
            nint count = write
                ? Libc.write(reference.Number, (byte*)pinned.Pointer, (nuint)buffer.Length)
                : Libc.read(reference.Number, (byte*)pinned.Pointer, (nuint)buffer.Length);
            if (count >= 0)
            {
                return (int)count;
            }

            var failure = SyscallException.Last(write ? "write" : "read", "a pipe");
            switch (failure.Errno)
            {
                case Errno.EAGAIN:
                    return null;
                case Errno.EINTR:
                    continue;
                default:
                    throw failure;
            }
        }
    }
}
