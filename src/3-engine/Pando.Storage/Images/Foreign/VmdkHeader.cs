using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pando.Storage.Images.Foreign;

/// <summary>
/// The header of VMware's disks (VMware's "Virtual Disk Format 5.0"). Only a disk that is one sparse file is taken: a description in
/// text names other files for its parts, and so does a sparse header without a capacity, which QEMU takes for such a description.
/// </summary>
internal static class VmdkHeader
{
    private const int Length = 512;
    private const int Sector = 512;

    // As much as QEMU reads of a description, and where it looks for a parent whatever the header says.
    private const int DescriptionSectors = 20;
    private const int UsualDescription = Sector;

    /// <summary>Refuses a disk in several files, and one that stands on another.</summary>
    public static NamedBelow? RequireWhole(string path, SafeFileHandle file)
    {
        var header = ForeignImage.Read(file, 0, Length);
        if (header.Length < Length || !header.AsSpan(0, 4).SequenceEqual("KDMV"u8))
        {
            throw header.AsSpan().StartsWith("# Disk DescriptorFile"u8)
                ? ForeignImage.Refused(path, new Reason("several-files"))
                : ForeignImage.NoSuchImage(path, "vmdk");
        }
        if (BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(12)) == 0)
        {
            throw ForeignImage.Refused(path, new Reason("several-files"));
        }
        var described = BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(28));
        RefuseParent(path, file, UsualDescription);
        if (described is not (0 or 1) && described < long.MaxValue / Sector)
        {
            RefuseParent(path, file, (long)described * Sector);
        }
        return null;
    }

    private static void RefuseParent(string path, SafeFileHandle file, long offset)
    {
        const string hint = "parentFileNameHint";
        var description = Encoding.Latin1.GetString(ForeignImage.Read(file, offset, DescriptionSectors * Sector));
        if (description.IndexOf(hint, StringComparison.OrdinalIgnoreCase) is var at and >= 0)
        {
            var named = description[(at + hint.Length)..].Split('\n', 2)[0].Trim('=', '"', '\r', ' ', '\0');
            throw ForeignImage.Refused(path, new Reason("has-backing", ("backing", named)));
        }
    }
}
