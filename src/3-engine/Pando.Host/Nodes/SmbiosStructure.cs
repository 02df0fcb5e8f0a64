using System.Buffers.Binary;
using System.Text;

namespace Pando.Host.Nodes;

/// <summary>One structure of the firmware's table (SMBIOS, DSP0134 §6.1): a formatted area and the strings it refers to by number.</summary>
internal sealed class SmbiosStructure
{
    private const int HeadLength = 4;
    private const byte EndOfTable = 127;

    private readonly byte[] _area;
    private readonly string[] _strings;

    private SmbiosStructure(byte[] area, string[] strings) => (_area, _strings) = (area, strings);

    /// <summary>What it describes.</summary>
    public int Type => _area[0];

    /// <summary>Its strings, in their order.</summary>
    public IReadOnlyList<string> Strings => _strings;

    /// <summary>Every structure of a table; one that is cut short ends it.</summary>
    public static IReadOnlyList<SmbiosStructure> Read(ReadOnlySpan<byte> table)
    {
        var found = new List<SmbiosStructure>();
        while (table.Length >= HeadLength && table[1] >= HeadLength && table[1] <= table.Length && table[0] != EndOfTable)
        {
            var area = table[..table[1]].ToArray();
            table = table[table[1]..];
            var end = table.IndexOf([(byte)0, (byte)0]);
            if (end < 0)
            {
                break;
            }
            // Two zeros end the strings; where there is none, they are all there is.
            found.Add(new SmbiosStructure(area, end == 0 ? [] : Encoding.Latin1.GetString(table[..end]).Split('\0')));
            table = table[(end + 2)..];
        }
        return found;
    }

    /// <summary>The string that a place refers to; null for none, and for what the maker left empty.</summary>
    public string? Text(int offset) =>
        Byte(offset) is > 0 and var number && number <= _strings.Length && _strings[number - 1].Trim() is { Length: > 0 } text ? text : null;

    /// <summary>A byte; null beyond the end: older firmware has shorter structures.</summary>
    public int? Byte(int offset) => offset < _area.Length ? _area[offset] : null;

    /// <summary>Two bytes.</summary>
    public int? Word(int offset) => offset + sizeof(ushort) <= _area.Length ? BinaryPrimitives.ReadUInt16LittleEndian(_area.AsSpan(offset)) : null;

    /// <summary>Four bytes.</summary>
    public long? Long(int offset) => offset + sizeof(uint) <= _area.Length ? BinaryPrimitives.ReadUInt32LittleEndian(_area.AsSpan(offset)) : null;

    /// <summary>An identity (§7.2.1): the first three fields with their lowest byte first; null where it was not set.</summary>
    public Guid? Identity(int offset) =>
        offset + 16 <= _area.Length && new Guid(_area.AsSpan(offset, 16)) is var identity && identity != Guid.Empty && identity != Guid.AllBitsSet ? identity : null;
}
