using System.Buffers.Binary;
using System.Text;

namespace Pando.Libvirt.Tests.Described;

/// <summary>What a word of an example decides.</summary>
internal enum MarkKind
{
    /// <summary>How many bytes of text or data follow.</summary>
    Length,

    /// <summary>How many items follow, or bytes in a word each.</summary>
    Count,

    /// <summary>Whether a value follows.</summary>
    Presence,

    /// <summary>Which of a union's values follows.</summary>
    Discriminant,

    /// <summary>A number of an enumeration.</summary>
    Enumeration,
}

/// <summary>A word that can lie.</summary>
/// <param name="At">Where it stands.</param>
/// <param name="Kind">What it decides.</param>
/// <param name="Max">The greatest number that it may be.</param>
internal sealed record Mark(int At, MarkKind Kind, int Max = 0);

/// <summary>A message as it stands on the wire, and what it says. Written from the description alone, by RFC 4506.</summary>
internal sealed class Example
{
    // Lists of no more than so many items come full, too.
    private const int FullList = 64;

    private readonly List<byte> _bytes = [];
    private readonly Noise _noise;

    public Example(Shape shape, ulong seed)
    {
        _noise = new Noise(seed);
        Shape = shape;
        Said = Write(shape, 0);
        Bytes = [.. _bytes];
    }

    public Shape Shape { get; }

    public byte[] Bytes { get; }

    /// <summary>Numbers, text, bytes as they are; structures and lists as arrays; a union's value with its number.</summary>
    public object? Said { get; }

    public List<Mark> Marks { get; } = [];

    /// <summary>Where texts stand that are not empty.</summary>
    public List<int> Texts { get; } = [];

    public override string ToString() => $"{(Shape as Shape.Record)?.Name} {Convert.ToHexString(Bytes)}";

    private object? Write(Shape shape, int depth)
    {
        switch (shape)
        {
            case Shape.Plain plain:
                return Plain(plain.Type);
            case Shape.Text text:
                return Text(text.Max);
            case Shape.Opaque opaque:
                var data = _noise.Bytes(_noise.Below(10));
                Mark(MarkKind.Length, opaque.Max);
                Word((uint)data.Length);
                Padded(data);
                return data;
            case Shape.Uuid:
                var uuid = _noise.Bytes(16);
                _bytes.AddRange(uuid);
                return new Guid(uuid, bigEndian: true);
            case Shape.SpreadField field:
                return Spread(_noise.Text(field.Length - 1), field.Length);
            case Shape.SpreadText spread:
                var said = _noise.Text(spread.Max - 1);
                var length = Encoding.UTF8.GetByteCount(said) + 1;
                Mark(MarkKind.Count, spread.Max);
                Word((uint)length);
                return Spread(said, length);
            case Shape.ListOf list:
                var count = _noise.Below(8) == 0 && list.Max <= FullList && depth < 2 ? list.Max : _noise.Below(depth > 2 ? 2 : 4);
                Mark(MarkKind.Count, list.Max);
                Word((uint)count);
                return Enumerable.Range(0, count).Select(_ => Write(list.Item, depth + 1)).ToArray();
            case Shape.Maybe maybe:
                var there = _noise.Below(2) == 0;
                Mark(MarkKind.Presence, 1);
                Word(there ? 1u : 0u);
                return there ? Write(maybe.Value, depth + 1) : null;
            case Shape.Enumeration enumeration:
                var number = (int)enumeration.Values[_noise.Below(enumeration.Values.Length)];
                Mark(MarkKind.Enumeration, (int)enumeration.Values.Max());
                Word((uint)number);
                return number;
            case Shape.Record record:
                return record.Fields.Select(field => Write(field.Shape, depth + 1)).ToArray();
            case Shape.Choice choice:
                var (value, _, inner) = choice.Cases[_noise.Below(choice.Cases.Length)];
                Mark(MarkKind.Discriminant, choice.Cases.Max(one => one.Value));
                Word((uint)value);
                return (value, Write(inner, depth + 1));
            default:
                throw new NotSupportedException(shape.ToString());
        }
    }

    private object Plain(string type)
    {
        var number = _noise.Number();
        unchecked
        {
            switch (type)
            {
                case "int32":
                    Word((uint)number);
                    return (int)number;
                case "uint32":
                    Word((uint)number);
                    return (uint)number;
                case "uchar_as_uint32":
                    Word((byte)number);
                    return (byte)number;
                case "char_as_int32":
                    Word((uint)(sbyte)number);
                    return (sbyte)number;
                case "int64":
                    Hyper(number);
                    return (long)number;
                case "uint64":
                    Hyper(number);
                    return number;
                default:
                    Hyper(number);
                    return BitConverter.UInt64BitsToDouble(number);
            }
        }
    }

    private string Text(int max)
    {
        var text = _noise.Text(max);
        var bytes = Encoding.UTF8.GetBytes(text);
        Mark(MarkKind.Length, max);
        Word((uint)bytes.Length);
        if (bytes.Length > 0)
        {
            Texts.Add(_bytes.Count);
        }
        Padded(bytes);
        return text;
    }

    private string Spread(string text, int length)
    {
        var bytes = new byte[length];
        Encoding.UTF8.GetBytes(text, bytes);
        foreach (var one in bytes)
        {
            Word(one);
        }
        return text;
    }

    private void Mark(MarkKind kind, int max) => Marks.Add(new Mark(_bytes.Count, kind, max));

    private void Word(uint value)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(word, value);
        _bytes.AddRange(word);
    }

    private void Hyper(ulong value)
    {
        Word((uint)(value >> 32));
        Word((uint)(value & uint.MaxValue));
    }

    private void Padded(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        while (_bytes.Count % 4 != 0)
        {
            _bytes.Add(0);
        }
    }
}
