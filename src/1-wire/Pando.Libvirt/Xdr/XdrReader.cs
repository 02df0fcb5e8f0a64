using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Pando.Libvirt;

/// <summary>Reads an item of a list.</summary>
public delegate T XdrItemReader<out T>(ref XdrReader reader);

/// <summary>
/// Reads a message (XDR, RFC 4506). Whoever wrote it is not trusted: each length is compared with what the protocol allows and
/// with what is there before anything is allocated for it.
/// </summary>
public ref struct XdrReader(ReadOnlySpan<byte> bytes)
{
    private const int Word = 4;
    private const int UuidBytes = 16;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Bytes that were not read yet.</summary>
    public readonly int Left => _rest.Length;

    /// <summary>A signed word.</summary>
    public int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(Word));

    /// <summary>An unsigned word.</summary>
    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(Word));

    /// <summary>A signed hyper.</summary>
    public long ReadInt64() => BinaryPrimitives.ReadInt64BigEndian(Take(2 * Word));

    /// <summary>An unsigned hyper.</summary>
    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(2 * Word));

    /// <summary>A double.</summary>
    public double ReadDouble() => BinaryPrimitives.ReadDoubleBigEndian(Take(2 * Word));

    /// <summary>Whether an optional value follows.</summary>
    public bool ReadPresence() => ReadUInt32() switch
    {
        0 => false,
        1 => true,
        var other => throw new XdrException($"{other} is neither yes nor no."),
    };

    /// <summary>One of an enumeration's numbers.</summary>
    public T ReadNumber<T>()
        where T : struct, Enum
    {
        var number = ReadInt32();
        var value = Unsafe.BitCast<int, T>(number);
        return Enum.IsDefined(value) ? value : throw new XdrException($"{typeof(T).Name} has no number {number}.");
    }

    /// <summary>A UUID's sixteen bytes.</summary>
    public Guid ReadUuid() => new(Take(UuidBytes), bigEndian: true);

    /// <summary>Text of at most so many bytes.</summary>
    public string ReadString(int max) => Text(ReadBytes(max));

    /// <summary>At most so many bytes.</summary>
    public ReadOnlyMemory<byte> ReadOpaque(int max) => ReadBytes(max).ToArray();

    /// <summary>A list of at most so many items, each of which takes some bytes at least.</summary>
    public IReadOnlyList<T> ReadList<T>(int max, int minimumBytes, XdrItemReader<T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var items = new T[Count(max, minimumBytes)];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = read(ref this);
        }
        return items;
    }

    /// <summary>A byte in a word of its own.</summary>
    public byte ReadSpreadByte() => (byte)(ReadUInt32() & 0xff);

    /// <summary>A signed byte in a word of its own.</summary>
    public sbyte ReadSpreadSByte() => unchecked((sbyte)ReadInt32());

    /// <summary>Text up to a zero in a field of so many bytes, each in a word of its own.</summary>
    public string ReadSpreadText(int length) => SpreadText(length);

    /// <summary>Text of at most so many bytes, each in a word of its own.</summary>
    public string ReadSpreadString(int max) => SpreadText(Count(max, Word));

    /// <summary>Throws where bytes are left: a message says nothing that its description does not know.</summary>
    public readonly void RequireEnd()
    {
        if (!_rest.IsEmpty)
        {
            throw new XdrException($"{_rest.Length} bytes follow the message.");
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new XdrException("A text is not UTF-8.", e);
        }
    }

    private string SpreadText(int length)
    {
        var taken = new byte[length];
        for (var i = 0; i < length; i++)
        {
            taken[i] = ReadSpreadByte();
        }
        var end = taken.AsSpan().IndexOf((byte)0);
        return Text(end < 0 ? taken : taken.AsSpan(0, end));
    }

    private ReadOnlySpan<byte> ReadBytes(int max)
    {
        var length = Count(max, 1);
        var taken = Take(length);
        Take((Word - (length % Word)) % Word);
        return taken;
    }

    private int Count(int max, int minimumBytes)
    {
        var count = ReadUInt32();
        return count <= max && (long)count * minimumBytes <= _rest.Length
            ? (int)count
            : throw new XdrException($"A length of {count}, where at most {max} may be and {_rest.Length} bytes are.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new XdrException($"The message ends {count - _rest.Length} bytes too soon.");
        }
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
