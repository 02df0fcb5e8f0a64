using System.Buffers.Binary;
using System.Text;

namespace Pando.Linux.Networking.Netlink;

/// <summary>The attributes behind the fixed part of a message that the kernel sent.</summary>
internal sealed class NetlinkAttributes
{
    // The upper two bits say how the value is to be read, not what it is.
    private const ushort TypeBits = 0x3fff;

    private readonly List<(ushort Attribute, byte[] Value)> _values = [];

    public NetlinkAttributes(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 4)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
            if (length < 4 || length > bytes.Length)
            {
                break;
            }

            _values.Add(((ushort)(BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]) & TypeBits), bytes[4..length].ToArray()));
            bytes = bytes[Math.Min(bytes.Length, (length + 3) & ~3)..];
        }
    }

    public byte[]? Bytes(ushort attribute) => _values.Find(one => one.Attribute == attribute).Value;

    /// <summary>Those of an attribute that comes more than once, in their order.</summary>
    public IEnumerable<byte[]> Each(ushort attribute) => _values.Where(one => one.Attribute == attribute).Select(static one => one.Value);

    public string? Text(ushort attribute) => Bytes(attribute) is { } value ? Encoding.UTF8.GetString(value).TrimEnd('\0') : null;

    public uint? Number(ushort attribute) => Bytes(attribute) is { Length: >= 4 } value ? BinaryPrimitives.ReadUInt32LittleEndian(value) : null;

    public NetlinkAttributes? Nested(ushort attribute) => Bytes(attribute) is { } value ? new NetlinkAttributes(value) : null;
}
