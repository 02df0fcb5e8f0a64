using System.Buffers.Binary;
using System.Text;
using Pando.Model.Ports;

namespace Pando.Storage.CloudInit;

/// <summary>
/// Writes a NoCloud seed as an ISO 9660 image named CIDATA (ECMA-119), with a second, Joliet tree for the names that the
/// standard's own rules don't allow: <c>user-data</c>. Done in memory: what a seed holds touches no other file.
/// </summary>
internal static class SeedIso
{
    private const int Sector = 2048;
    private const int PrimaryDescriptor = 16;
    private const int JolietDescriptor = 17;
    private const int Terminator = 18;
    private const int FirstTable = 19;
    private const string VolumeName = "CIDATA";

    /// <summary>The whole image.</summary>
    public static byte[] Write(CloudInitSeed seed)
    {
        IsoFile[] files =
        [
            // In the order of their names in both trees, as the standard wants it.
            new("meta-data", "META_DAT.;1", Encoding.UTF8.GetBytes(seed.MetaData)),
            .. seed.NetworkConfig is { } network ? [new IsoFile("network-config", "NETWORK_.;1", Encoding.UTF8.GetBytes(network))] : Array.Empty<IsoFile>(),
            new("user-data", "USER_DAT.;1", Encoding.UTF8.GetBytes(seed.UserData)),
        ];
        var primary = new IsoTree(FirstTable, Encoding.ASCII, static file => file.ShortName);
        var joliet = new IsoTree(FirstTable + IsoTree.Sectors, Encoding.BigEndianUnicode, static file => file.Name);
        var next = joliet.FirstSector + IsoTree.Sectors;
        foreach (var file in files)
        {
            file.Sector = next;
            next += Math.Max(1, SectorsFor(file.Content.Length));
        }

        var image = new byte[next * Sector];
        WriteDescriptor(At(image, PrimaryDescriptor), 1, primary, next);
        WriteDescriptor(At(image, JolietDescriptor), 2, joliet, next);
        var end = At(image, Terminator);
        end[0] = 255;
        "CD001\x01"u8.CopyTo(end[1..]);
        primary.Write(image, files);
        joliet.Write(image, files);
        foreach (var file in files)
        {
            file.Content.CopyTo(image.AsSpan(file.Sector * Sector));
        }
        return image;
    }

    internal static Span<byte> At(byte[] image, int sector) => image.AsSpan(sector * Sector, Sector);

    internal static int SectorsFor(int bytes) => (bytes + Sector - 1) / Sector;

    /// <summary>ECMA-119 8.4: the primary descriptor; 8.5: the supplementary one that announces Joliet.</summary>
    private static void WriteDescriptor(Span<byte> descriptor, byte type, IsoTree tree, int sectorCount)
    {
        descriptor[0] = type;
        "CD001\x01"u8.CopyTo(descriptor[1..]);
        // Names of system, volume, set, publisher, preparer, application and three files: blanks where nothing is said.
        ReadOnlySpan<int> fields = [8, 40, 72, 190, 318, 446, 574, 702, 739, 776, 813];
        for (var field = 1; field < fields.Length; field++)
        {
            if (fields[field] != 190)
            {
                tree.FillBlank(descriptor[fields[field - 1]..fields[field]]);
            }
        }
        tree.Encoding.GetBytes(VolumeName, descriptor[40..]);
        Both32(descriptor[80..], sectorCount);
        if (type == 2)
        {
            // UCS-2 level 3: the escape sequence by which Joliet is known.
            "%/E"u8.CopyTo(descriptor[88..]);
        }
        Both16(descriptor[120..], 1);
        Both16(descriptor[124..], 1);
        Both16(descriptor[128..], Sector);
        Both32(descriptor[132..], IsoTree.PathTableBytes);
        BinaryPrimitives.WriteInt32LittleEndian(descriptor[140..], tree.LittleTable);
        BinaryPrimitives.WriteInt32BigEndian(descriptor[148..], tree.BigTable);
        IsoTree.WriteRecord(descriptor[156..], [0], tree.Directory, Sector, isDirectory: true);
        // No date is told: the same seed gives the same image.
        foreach (var date in (ReadOnlySpan<int>)[813, 830, 847, 864])
        {
            descriptor.Slice(date, 16).Fill((byte)'0');
        }
        descriptor[881] = 1;
    }

    internal static void Both16(Span<byte> target, int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)value);
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)value);
    }

    internal static void Both32(Span<byte> target, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, value);
        BinaryPrimitives.WriteInt32BigEndian(target[4..], value);
    }
}

/// <summary>One file of the image.</summary>
internal sealed record IsoFile(string Name, string ShortName, byte[] Content)
{
    /// <summary>Where its content begins.</summary>
    public int Sector { get; set; }
}
