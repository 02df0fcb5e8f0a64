using Microsoft.Win32.SafeHandles;

namespace Pando.Domains.Saving.Streams;

/// <summary>Length and checksum of what stands in a file from a place on, as far as it was read. One thread reads.</summary>
internal sealed class FileSummary(SafeFileHandle file, string path, long offset)
{
    // It stays in the processor's cache between the copy out of the page cache and the checksum.
    private const int BufferBytes = 256 << 10;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);
    private readonly Checksum _checksum = new();
    private long _length;

    /// <summary>Of all that was read.</summary>
    public StreamSummary Now => new(_length, _checksum.Value);

    /// <summary>Reads on to a place. Throws where the file ends before it.</summary>
    public void AddUpTo(long end, CancellationToken cancellationToken)
    {
        while (end - offset - _length is > 0 and var left)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = RandomAccess.Read(file, _buffer.AsSpan(0, (int)Math.Min(BufferBytes, left)), offset + _length);
            if (count == 0)
            {
                throw new EndOfStreamException($"{path} has become shorter.");
            }
            _checksum.Add(_buffer.AsSpan(0, count));
            _length += count;
        }
    }
}
