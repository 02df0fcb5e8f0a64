using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pando.Storage.Installers;

/// <summary>
/// Finds files in an ISO 9660 image (ECMA-119), by their Rock Ridge names where it has them. What it says of itself is
/// somebody else's: every number is held against the file's own length.
/// </summary>
internal sealed class IsoImage
{
    private const int Sector = 2048;
    private const int PrimaryDescriptor = 16;
    private const int RootRecord = 156;
    private const int MostFolderBytes = 4 << 20;
    private const byte Folder = 2;
    private const byte Continued = 0x80;

    private readonly SafeFileHandle _file;
    private readonly long _length;
    private readonly IsoEntry _root;

    private IsoImage(SafeFileHandle file, long length, IsoEntry root)
    {
        _file = file;
        _length = length;
        _root = root;
    }

    /// <summary>Null for a file that is no ISO 9660 image.</summary>
    public static IsoImage? TryOpen(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        Span<byte> descriptor = stackalloc byte[Sector];
        if (RandomAccess.Read(file, descriptor, PrimaryDescriptor * Sector) < Sector || descriptor[0] != 1 || !descriptor[1..6].SequenceEqual("CD001"u8))
        {
            return null;
        }
        return IsoEntry.Read(descriptor[RootRecord..(RootRecord + descriptor[RootRecord])]) is { IsFolder: true } root ? new IsoImage(file, length, root) : null;
    }

    /// <summary>Where a file's bytes are; null where there is none. Components are compared without regard to case.</summary>
    public (long Offset, long Length)? Find(string path)
    {
        var at = _root;
        foreach (var component in path.Split('/'))
        {
            if (!at.IsFolder || Entries(at).FirstOrDefault(entry => string.Equals(entry.Name, component, StringComparison.OrdinalIgnoreCase)) is not { } next)
            {
                return null;
            }
            at = next;
        }
        return at.IsFolder || at.IsContinued || !IsInside(at) ? null : (at.Offset, at.Length);
    }

    private List<IsoEntry> Entries(IsoEntry folder)
    {
        if (folder.Length > MostFolderBytes || !IsInside(folder))
        {
            return [];
        }
        var content = new byte[folder.Length];
        RandomAccess.Read(_file, content, folder.Offset);
        var entries = new List<IsoEntry>();
        for (var at = 0; at < content.Length;)
        {
            var size = content[at];
            if (size == 0)
            {
                // A record never crosses a sector: the rest of this one is empty.
                at = (at / Sector + 1) * Sector;
                continue;
            }
            if (at + size > content.Length)
            {
                break;
            }
            if (IsoEntry.Read(content.AsSpan(at, size)) is { } entry)
            {
                entries.Add(entry);
            }
            at += size;
        }
        return entries;
    }

    private bool IsInside(IsoEntry entry) => entry.Offset + entry.Length <= _length;

    /// <summary>A directory record (9.1).</summary>
    private sealed record IsoEntry(string Name, long Offset, long Length, bool IsFolder, bool IsContinued)
    {
        private const int FixedBytes = 33;

        public static IsoEntry? Read(ReadOnlySpan<byte> record)
        {
            if (record.Length <= FixedBytes || FixedBytes + record[32] > record.Length)
            {
                return null;
            }
            var name = record.Slice(FixedBytes, record[32]);
            // An identifier of even length is followed by a byte that makes the rest begin at an even place.
            var rest = record[Math.Min(record.Length, FixedBytes + name.Length + (name.Length % 2 == 0 ? 1 : 0))..];
            return new IsoEntry(
                RockRidgeName(rest) ?? PlainName(name), BinaryPrimitives.ReadUInt32LittleEndian(record[2..]) * (long)Sector,
                BinaryPrimitives.ReadUInt32LittleEndian(record[10..]), (record[25] & Folder) != 0, (record[25] & Continued) != 0);
        }

        /// <summary><c>VMLINUZ.;1</c> is vmlinuz.</summary>
        private static string PlainName(ReadOnlySpan<byte> name) => Encoding.ASCII.GetString(name).Split(';')[0].TrimEnd('.');

        /// <summary>The NM entry of the Rock Ridge Interchange Protocol (4.1.4), in the form of SUSP.</summary>
        private static string? RockRidgeName(ReadOnlySpan<byte> fields)
        {
            const int header = 5;
            while (fields.Length >= 4 && fields[2] >= 4 && fields[2] <= fields.Length)
            {
                var size = fields[2];
                if (fields[..2].SequenceEqual("NM"u8) && size > header)
                {
                    return Encoding.UTF8.GetString(fields[header..size]);
                }
                fields = fields[size..];
            }
            return null;
        }
    }
}
