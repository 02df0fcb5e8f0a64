using System.Buffers;
using System.Runtime.InteropServices;

namespace Pando.Linux.Files;

/// <summary>Memory that a file past the page cache can be read into and written from (open(2), O_DIRECT).</summary>
public sealed unsafe class AlignedBuffer : MemoryManager<byte>
{
    /// <summary>What offsets and lengths are to be multiples of; no disk has larger blocks.</summary>
    public const int Alignment = 4096;

    private readonly int _length;
    private byte* _start;

    /// <summary>Allocates it.</summary>
    /// <param name="length">A multiple of <see cref="Alignment"/>.</param>
    public AlignedBuffer(int length)
    {
        if (length % Alignment != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, "No multiple of the alignment.");
        }

        _length = length;
        _start = (byte*)NativeMemory.AlignedAlloc((nuint)length, Alignment);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        return new Span<byte>(_start, _length);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        return new MemoryHandle(_start + elementIndex);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        // Never moved.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
