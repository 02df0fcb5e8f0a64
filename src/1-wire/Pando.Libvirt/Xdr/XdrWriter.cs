using System.Buffers.Binary;
using System.Text;

namespace Pando.Libvirt;

/// <summary>Writes a message (XDR, RFC 4506). What the protocol has no room for is refused.</summary>
public sealed class XdrWriter
{
    private const int Word = 4;
    private const int UuidBytes = 16;
    private const int FirstBytes = 256;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private byte[] _buffer = new byte[FirstBytes];
    private int _length;

    /// <summary>What was written so far.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <summary>A signed word.</summary>
    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Room(Word), value);

    /// <summary>An unsigned word.</summary>
    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Room(Word), value);

    /// <summary>A signed hyper.</summary>
    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(Room(2 * Word), value);

    /// <summary>An unsigned hyper.</summary>
    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Room(2 * Word), value);

    /// <summary>A double.</summary>
    public void WriteDouble(double value) => BinaryPrimitives.WriteDoubleBigEndian(Room(2 * Word), value);

    /// <summary>Whether an optional value follows; returns the same.</summary>
    public bool WritePresence(bool present)
    {
        WriteUInt32(present ? 1u : 0u);
        return present;
    }

    /// <summary>A UUID's sixteen bytes.</summary>
    public void WriteUuid(Guid value) => value.TryWriteBytes(Room(UuidBytes), bigEndian: true, out _);

    /// <summary>Text of at most so many bytes.</summary>
    public void WriteString(string value, int max)
    {
        ArgumentNullException.ThrowIfNull(value);
        var length = Utf8.GetByteCount(value);
        RequireAtMost(length, max);
        WriteUInt32((uint)length);
        Utf8.GetBytes(value, Room(length));
        Pad(length);
    }

    /// <summary>At most so many bytes.</summary>
    public void WriteOpaque(ReadOnlySpan<byte> value, int max)
    {
        RequireAtMost(value.Length, max);
        WriteUInt32((uint)value.Length);
        value.CopyTo(Room(value.Length));
        Pad(value.Length);
    }

    /// <summary>Bytes as they are: without a length, without padding.</summary>
    public void WriteRaw(ReadOnlySpan<byte> value) => value.CopyTo(Room(value.Length));

    /// <summary>A list of at most so many items.</summary>
    public void WriteList<T>(IReadOnlyList<T> items, int max, Action<XdrWriter, T> write)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(write);
        RequireAtMost(items.Count, max);
        WriteUInt32((uint)items.Count);
        foreach (var item in items)
        {
            write(this, item);
        }
    }

    /// <summary>A byte in a word of its own.</summary>
    public void WriteSpreadByte(byte value) => WriteUInt32(value);

    /// <summary>A signed byte in a word of its own.</summary>
    public void WriteSpreadSByte(sbyte value) => WriteInt32(value);

    /// <summary>Text in a field of so many bytes, each in a word of its own, a zero behind it.</summary>
    public void WriteSpreadText(string value, int length)
    {
        var bytes = Utf8.GetBytes(value);
        RequireAtMost(bytes.Length, length - 1);
        Array.Resize(ref bytes, length);
        Spread(bytes);
    }

    /// <summary>Text of at most so many bytes, each in a word of its own, a zero behind it.</summary>
    public void WriteSpreadString(string value, int max)
    {
        byte[] bytes = [.. Utf8.GetBytes(value), 0];
        RequireAtMost(bytes.Length, max);
        WriteUInt32((uint)bytes.Length);
        Spread(bytes);
    }

    /// <summary>Writes a word anew that stands at a place already.</summary>
    internal void Overwrite(int offset, uint value) => BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(offset, Word), value);

    private static void RequireAtMost(int count, int max)
    {
        if (count > max)
        {
            throw new XdrException($"A length of {count}, where at most {max} may be.");
        }
    }

    private void Spread(ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            WriteSpreadByte(one);
        }
    }

    private void Pad(int length) => Room((Word - (length % Word)) % Word).Clear();

    private Span<byte> Room(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Array.Resize(ref _buffer, Math.Max(_length + count, 2 * _buffer.Length));
        }
        var room = _buffer.AsSpan(_length, count);
        _length += count;
        return room;
    }
}
