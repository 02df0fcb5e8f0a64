using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Pando.Linux.Dbus;

/// <summary>Writes values in D-Bus's form (D-Bus specification, "Marshaling"): little endian, each aligned to its own size.</summary>
public sealed class DbusWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    internal ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    /// <summary>A byte (y).</summary>
    public DbusWriter Byte(byte value)
    {
        _bytes.Write([value]);
        return this;
    }

    /// <summary>A number (u), or a truth value (b) as 0 and 1.</summary>
    public DbusWriter Number(uint value)
    {
        Align(sizeof(uint));
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>A text (s) or an object's path (o).</summary>
    public DbusWriter Text(string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        Number((uint)bytes.Length);
        _bytes.Write(bytes);
        return Byte(0);
    }

    /// <summary>A signature (g).</summary>
    public DbusWriter Signature(string value)
    {
        Byte((byte)value.Length);
        _bytes.Write(Encoding.ASCII.GetBytes(value));
        return Byte(0);
    }

    /// <summary>A structure or a pair of a dictionary: its members follow.</summary>
    public DbusWriter Structure()
    {
        Align(8);
        return this;
    }

    /// <summary>An array (a); its length is known once its elements are written.</summary>
    /// <param name="alignment">Of an element.</param>
    /// <param name="elements">Writes them.</param>
    public DbusWriter Array(int alignment, Action<DbusWriter> elements)
    {
        Number(0);
        int lengthAt = _bytes.WrittenCount - sizeof(uint);
        // The padding before the first element does not count.
        Align(alignment);
        int start = _bytes.WrittenCount;
        elements(this);
        BinaryPrimitives.WriteUInt32LittleEndian(MemoryMarshal.AsMemory(_bytes.WrittenMemory).Span[lengthAt..], (uint)(_bytes.WrittenCount - start));
        return this;
    }

    internal void Align(int size)
    {
        while (_bytes.WrittenCount % size != 0)
        {
            _bytes.Write([(byte)0]);
        }
    }
}
