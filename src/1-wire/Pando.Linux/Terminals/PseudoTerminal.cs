using Pando.Linux.Spawn;

namespace Pando.Linux.Terminals;

/// <summary>
/// The slave end of a pseudo terminal that another process (QEMU) made: bytes both ways, waited for without a thread.
/// </summary>
public sealed class PseudoTerminal : IDisposable
{
    private readonly Descriptor _terminal;

    private PseudoTerminal(Descriptor terminal) => _terminal = terminal;

    /// <summary>Opens <c>/dev/pts/N</c>. It does not become our controlling terminal.</summary>
    /// <exception cref="SyscallException">It is gone, or may not be opened.</exception>
    public static PseudoTerminal Open(string path)
    {
        // Without O_NOCTTY a session leader without a terminal would get this one, and SIGHUP when it ends.
        int number = Libc.openat(Libc.AT_FDCWD, path, Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0);
        return number >= 0 ? new PseudoTerminal(new Descriptor(number)) : throw SyscallException.Last("open", path);
    }

    /// <summary>Some bytes, at least one; 0 when the other end is closed.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            int read = TryRead(buffer.Span);
            if (read >= 0)
            {
                return read;
            }
            await FdWatcher.Shared.WaitAsync(_terminal, FdEvents.Readable, cancellationToken);
        }
    }

    /// <summary>Writes all of it, waiting while the other end does not read.</summary>
    /// <exception cref="SyscallException">The other end is closed (EIO).</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        while (!bytes.IsEmpty)
        {
            int written = TryWrite(bytes.Span);
            if (written > 0)
            {
                bytes = bytes[written..];
            }
            else
            {
                await FdWatcher.Shared.WaitAsync(_terminal, FdEvents.Writable, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _terminal.Dispose();

    /// <summary>The number of bytes, 0 at the end, -1 when there is nothing now.</summary>
    private unsafe int TryRead(Span<byte> buffer)
    {
        using var reference = new DescriptorReference(_terminal);
        fixed (byte* start = buffer)
        {
            nint read = Libc.read(reference.Number, start, (nuint)buffer.Length);
            if (read >= 0)
            {
                return (int)read;
            }
        }
        var failure = SyscallException.Last("read");
        return failure.Errno switch
        {
            Errno.EAGAIN or Errno.EINTR => -1,
            // What a slave reads once its master is closed (pty(7)).
            Errno.EIO => 0,
            _ => throw failure,
        };
    }

    private unsafe int TryWrite(ReadOnlySpan<byte> bytes)
    {
        using var reference = new DescriptorReference(_terminal);
        fixed (byte* start = bytes)
        {
            nint written = Libc.write(reference.Number, start, (nuint)bytes.Length);
            if (written >= 0)
            {
                return (int)written;
            }
        }
        var failure = SyscallException.Last("write");
        return failure.Errno is Errno.EAGAIN or Errno.EINTR ? 0 : throw failure;
    }
}
