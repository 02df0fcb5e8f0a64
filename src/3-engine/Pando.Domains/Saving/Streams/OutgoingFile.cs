using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;

namespace Pando.Domains.Saving.Streams;

/// <summary>What was written.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Checksum">Its CRC-32C.</param>
internal sealed record StreamSummary(long Length, uint Checksum);

/// <summary>Writes what comes out of a pipe into a file, as it comes; past the page cache where that is wanted.</summary>
internal sealed class OutgoingFile(SafeFileHandle file, string path, long offset, bool bypassCache)
{
    private const int BufferBytes = 1 << 20;

    private long _written;

    /// <summary>Bytes so far.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>Writes to the end of the pipe, on a thread of its own: it waits there.</summary>
    public StreamSummary Write(Pipe pipe, CancellationToken cancellationToken)
    {
        using var direct = bypassCache ? Folder.ReopenDirect(file, FileAccess.Write, path) : null;
        using var owner = new AlignedBuffer(BufferBytes);
        var checksum = new Checksum();
        while (true)
        {
            // A direct write takes whole blocks only; the end alone may be shorter, and goes the usual way.
            var count = Fill(pipe, owner.Memory, whole: direct is not null, cancellationToken);
            if (count == 0)
            {
                return new StreamSummary(_written, checksum.Value);
            }
            var bytes = owner.Memory.Span[..count];
            checksum.Add(bytes);
            var blocks = direct is null ? 0 : count - (count % AlignedBuffer.Alignment);
            if (blocks > 0)
            {
                RandomAccess.Write(direct!, bytes[..blocks], offset + _written);
            }
            if (blocks < count)
            {
                RandomAccess.Write(file, bytes[blocks..], offset + _written + blocks);
            }
            Volatile.Write(ref _written, _written + count);
        }
    }

    private static int Fill(Pipe pipe, Memory<byte> buffer, bool whole, CancellationToken cancellationToken)
    {
        var filled = 0;
        do
        {
            var count = pipe.Read(buffer[filled..], cancellationToken);
            if (count == 0)
            {
                break;
            }
            filled += count;
        }
        while (whole && filled < buffer.Length);
        return filled;
    }
}
