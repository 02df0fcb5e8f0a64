using Pando.Model.Domains.Devices;
using Pando.Qemu.Devices;

namespace Pando.Qemu.Arguments;

/// <summary>One image of a disk that is to be opened for QEMU.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Format">In QEMU's words.</param>
/// <param name="ReadOnly">Whether it is only read.</param>
/// <param name="Encrypted">Whether QEMU gets a passphrase for it.</param>
public sealed record DiskImage(string Path, string Format, bool ReadOnly, bool Encrypted);

/// <summary>What of a disk's chain is opened for QEMU, and what QEMU reaches by itself.</summary>
public static class DiskImages
{
    /// <summary>Whether the whole chain is of files and block devices: then it is as the images' own headers say.</summary>
    public static bool IsWhole(DiskDevice disk)
    {
        ArgumentNullException.ThrowIfNull(disk);
        return disk.Source is not null && DiskLayers.IsOpenedWhole(disk);
    }

    /// <summary>The sources that the definition tells of, the guest's own first.</summary>
    public static IEnumerable<DiskSource> Sources(DiskDevice disk)
    {
        ArgumentNullException.ThrowIfNull(disk);
        return DiskLayers.All(disk);
    }

    /// <summary>The images that the definition tells of and that are opened, the guest's own first.</summary>
    public static IReadOnlyList<DiskImage> Of(DiskDevice disk)
    {
        ArgumentNullException.ThrowIfNull(disk);
        List<DiskImage> images = [];
        Add(disk.Source, disk.Driver.Format, disk.ReadOnly || disk.Kind == DiskKind.CdRom);
        for (DiskBacking? below = disk.Backing; below?.Source is not null; below = below.Next)
        {
            Add(below.Source, below.Format, readOnly: true);
        }

        return images;

        void Add(DiskSource? source, DiskFormat? format, bool readOnly)
        {
            if (source?.HostPath is { } path)
            {
                images.Add(new DiskImage(path, DiskFormats.Name(format), readOnly, source.Encryption is not null));
            }
        }
    }
}
