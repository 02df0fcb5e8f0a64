using Microsoft.Win32.SafeHandles;
using Pando.Linux;
using Pando.Linux.Files;

namespace Pando.Domains.Saving.Streams;

/// <summary>Writes a file from a place on into a pipe; past the page cache where that is wanted.</summary>
internal sealed class IncomingFile(SafeFileHandle file, string path, long offset, bool bypassCache)
{
    private const int BufferBytes = 1 << 20;

    private long _read;

    /// <summary>Bytes so far.</summary>
    public long Done => Volatile.Read(ref _read);

    /// <summary>
    /// Reads to the end of the file, on a thread of its own: it waits there. A reader that has enough ends it sooner: what is
    /// left is only added up.
    /// </summary>
    public StreamSummary Read(Pipe pipe, CancellationToken cancellationToken)
    {
        using var direct = bypassCache ? Folder.ReopenDirect(file, FileAccess.Read, path) : null;
        using var owner = new AlignedBuffer(BufferBytes);
        var checksum = new Checksum();
        var wanted = true;
        // Where the stream does not begin at a block, the first one is read whole and what is before it passed over.
        var at = direct is null ? offset : offset / AlignedBuffer.Alignment * AlignedBuffer.Alignment;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = RandomAccess.Read(direct ?? file, owner.Memory.Span, at);
            if (count == 0)
            {
                return new StreamSummary(_read, checksum.Value);
            }
            var skipped = (int)Math.Min(count, Math.Max(0, offset - at));
            at += count;
            var bytes = owner.Memory[skipped..count];
            checksum.Add(bytes.Span);
            wanted = wanted && TryWrite(pipe, bytes, cancellationToken);
            Volatile.Write(ref _read, _read + bytes.Length);
        }
    }

    private static bool TryWrite(Pipe pipe, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            pipe.Write(bytes, cancellationToken);
            return true;
        }
        catch (SyscallException e) when (e.Errno == Errno.EPIPE)
        {
            return false;
        }
    }
}
