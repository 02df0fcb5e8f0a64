using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pando.Storage.Images.Building;

/// <summary>One partition.</summary>
/// <param name="Type">What it is for.</param>
/// <param name="Id">Its own identity.</param>
/// <param name="FirstSector">Where it begins.</param>
/// <param name="LastSector">Its last sector.</param>
/// <param name="Name">Its name.</param>
internal sealed record GptPartition(Guid Type, Guid Id, long FirstSector, long LastSector, string Name);

/// <summary>Writes a GUID partition table, with its copy at the end and a protective MBR (UEFI specification, chapter 5).</summary>
internal static class GptTable
{
    public const int SectorBytes = 512;

    /// <summary>What the table takes at the start: the MBR, the header and 128 entries.</summary>
    public const int HeadSectors = 34;

    /// <summary>What its copy takes at the end.</summary>
    public const int TailSectors = 33;

    private const int EntryCount = 128;
    private const int EntryBytes = 128;
    private const int EntrySectors = EntryCount * EntryBytes / SectorBytes;
    private const int HeaderBytes = 92;

    /// <summary>Writes it; the boot code in the MBR's first 440 bytes stays.</summary>
    public static void Write(SafeFileHandle disk, Guid diskId, IReadOnlyList<GptPartition> partitions)
    {
        var sectors = RandomAccess.GetLength(disk) / SectorBytes;
        var entries = Entries(partitions);
        RandomAccess.Write(disk, Mbr(sectors), 440);
        RandomAccess.Write(disk, Header(sectors, diskId, entries, 1, sectors - 1, 2), SectorBytes);
        RandomAccess.Write(disk, entries, 2 * SectorBytes);
        RandomAccess.Write(disk, entries, (sectors - TailSectors) * SectorBytes);
        RandomAccess.Write(disk, Header(sectors, diskId, entries, sectors - 1, 1, sectors - TailSectors), (sectors - 1) * SectorBytes);
    }

    private static byte[] Mbr(long sectors)
    {
        // From byte 440 on: one partition of type EE over the whole disk, and the signature.
        var mbr = new byte[72];
        var entry = mbr.AsSpan(6);
        entry[2] = 2;
        entry[4] = 0xEE;
        entry.Slice(5, 3).Fill(0xFF);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], (uint)Math.Min(sectors - 1, uint.MaxValue));
        mbr[70] = 0x55;
        mbr[71] = 0xAA;
        return mbr;
    }

    private static byte[] Entries(IReadOnlyList<GptPartition> partitions)
    {
        var entries = new byte[EntryCount * EntryBytes];
        for (var i = 0; i < partitions.Count; i++)
        {
            var entry = entries.AsSpan(i * EntryBytes, EntryBytes);
            partitions[i].Type.TryWriteBytes(entry);
            partitions[i].Id.TryWriteBytes(entry[16..]);
            BinaryPrimitives.WriteInt64LittleEndian(entry[32..], partitions[i].FirstSector);
            BinaryPrimitives.WriteInt64LittleEndian(entry[40..], partitions[i].LastSector);
            Encoding.Unicode.GetBytes(partitions[i].Name, entry[56..]);
        }
        return entries;
    }

    private static byte[] Header(long sectors, Guid diskId, byte[] entries, long own, long other, long entriesAt)
    {
        var header = new byte[SectorBytes];
        "EFI PART"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), 0x00010000);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), HeaderBytes);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(24), own);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(32), other);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(40), 2 + EntrySectors);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(48), sectors - TailSectors - 1);
        diskId.TryWriteBytes(header.AsSpan(56));
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(72), entriesAt);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(80), EntryCount);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(84), EntryBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(88), Crc32(entries));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), Crc32(header.AsSpan(0, HeaderBytes)));
        return header;
    }

    /// <summary>CRC-32 as zip and GPT have it (polynomial EDB88320, reflected).</summary>
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }
        return ~crc;
    }
}
