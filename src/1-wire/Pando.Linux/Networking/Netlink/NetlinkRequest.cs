using System.Buffers.Binary;
using System.Text;

namespace Pando.Linux.Networking.Netlink;

/// <summary>
/// A message of rtnetlink(7) while it is written: a header, a fixed part, and attributes that may hold attributes.
/// Numbers are those of the host's byte order, which is little-endian wherever Pando runs.
/// </summary>
internal sealed class NetlinkRequest
{
    public const int HeaderBytes = 16;
    private const int Alignment = 4;

    private readonly List<byte> _bytes;

    /// <param name="type">RTM_….</param>
    /// <param name="flags">NLM_F_…; the request itself and its acknowledgement are always asked for.</param>
    /// <param name="fixedPart">The structure behind the header.</param>
    public NetlinkRequest(ushort type, ushort flags, ReadOnlySpan<byte> fixedPart)
    {
        Type = type;
        _bytes = [.. new byte[HeaderBytes], .. fixedPart];
        Pad();
        Span<byte> header = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(header, type);
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], (ushort)(flags | NetlinkFlags.Request | NetlinkFlags.Acknowledge));
        Write(4, header);
    }

    public ushort Type { get; }

    public NetlinkRequest Add(ushort attribute, ReadOnlySpan<byte> value)
    {
        Span<byte> head = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(head, (ushort)(head.Length + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(head[2..], attribute);
        _bytes.AddRange(head);
        _bytes.AddRange(value);
        Pad();
        return this;
    }

    public NetlinkRequest Add(ushort attribute, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Add(attribute, bytes);
    }

    public NetlinkRequest Add(ushort attribute, byte value) => Add(attribute, [value]);

    /// <summary>A text with the NUL that the kernel wants behind it.</summary>
    public NetlinkRequest Add(ushort attribute, string value) => Add(attribute, Encoding.UTF8.GetBytes(value + '\0'));

    /// <summary>An attribute that holds others.</summary>
    public NetlinkRequest Nest(ushort attribute, Action<NetlinkRequest> content)
    {
        int at = _bytes.Count;
        Add(attribute, ReadOnlySpan<byte>.Empty);
        content(this);
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)(_bytes.Count - at));
        Write(at, length);
        return this;
    }

    public byte[] Finish(uint sequence)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(number, (uint)_bytes.Count);
        Write(0, number);
        BinaryPrimitives.WriteUInt32LittleEndian(number, sequence);
        Write(8, number);
        return [.. _bytes];
    }

    private void Write(int at, ReadOnlySpan<byte> value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            _bytes[at + i] = value[i];
        }
    }

    private void Pad()
    {
        while (_bytes.Count % Alignment != 0)
        {
            _bytes.Add(0);
        }
    }
}

/// <summary>Flags of a message's header (netlink(7)).</summary>
internal static class NetlinkFlags
{
    public const ushort Request = 0x1;
    public const ushort Acknowledge = 0x4;
    public const ushort Echo = 0x8;
    public const ushort Dump = 0x300;
    public const ushort Exclusive = 0x200;
    public const ushort Create = 0x400;
    public const ushort Replace = 0x100;
}
