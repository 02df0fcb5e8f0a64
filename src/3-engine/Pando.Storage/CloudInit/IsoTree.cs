using System.Buffers.Binary;
using System.Text;

namespace Pando.Storage.CloudInit;

/// <summary>One of the two trees of names of an ISO 9660 image: a root directory with files, and its path tables.</summary>
internal sealed class IsoTree(int firstSector, Encoding encoding, Func<IsoFile, string> nameOf)
{
    /// <summary>What a tree takes: two path tables and one directory.</summary>
    public const int Sectors = 3;

    /// <summary>A path table of the root alone (ECMA-119 9.4).</summary>
    public const int PathTableBytes = 10;

    // A seed's three records are far from a sector's end, beyond which a record would have to move to the next.
    private const int SectorBytes = 2048;

    public int FirstSector => firstSector;

    public int LittleTable => firstSector;

    public int BigTable => firstSector + 1;

    public int Directory => firstSector + 2;

    public Encoding Encoding => encoding;

    public void FillBlank(Span<byte> field)
    {
        field.Fill((byte)' ');
        if (!encoding.IsSingleByte)
        {
            for (var i = 0; i < field.Length; i += 2)
            {
                field[i] = 0;
            }
        }
    }

    public void Write(byte[] image, IReadOnlyList<IsoFile> files)
    {
        var little = SeedIso.At(image, LittleTable);
        little[0] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(little[2..], Directory);
        BinaryPrimitives.WriteInt16LittleEndian(little[6..], 1);
        var big = SeedIso.At(image, BigTable);
        big[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(big[2..], Directory);
        BinaryPrimitives.WriteInt16BigEndian(big[6..], 1);

        var records = SeedIso.At(image, Directory);
        // Name 0 is the directory itself, name 1 its parent, which for the root is itself too.
        var offset = WriteRecord(records, [0], Directory, SectorBytes, isDirectory: true);
        offset += WriteRecord(records[offset..], [1], Directory, SectorBytes, isDirectory: true);
        foreach (var file in files)
        {
            offset += WriteRecord(records[offset..], encoding.GetBytes(nameOf(file)), file.Sector, file.Content.Length, isDirectory: false);
        }
    }

    /// <summary>ECMA-119 9.1. Answers the record's length.</summary>
    public static int WriteRecord(Span<byte> target, ReadOnlySpan<byte> name, int sector, int bytes, bool isDirectory)
    {
        var length = (33 + name.Length + 1) & ~1;
        target[0] = (byte)length;
        SeedIso.Both32(target[2..], sector);
        SeedIso.Both32(target[10..], bytes);
        // 1970-01-01: the same seed gives the same image.
        target[18] = 70;
        target[19] = 1;
        target[20] = 1;
        target[25] = isDirectory ? (byte)2 : (byte)0;
        SeedIso.Both16(target[28..], 1);
        target[32] = (byte)name.Length;
        name.CopyTo(target[33..]);
        return length;
    }
}
