using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>
/// The block nodes of a disk, two for each image of its chain: the file, by descriptor, and its format. QEMU finds no
/// image out by itself: each names the one below it, and the last names none.
/// </summary>
internal static class DiskNodes
{
    /// <summary>The format node of an image; 0 is the guest's own, higher numbers are below it.</summary>
    public static string Name(DiskDevice disk, int depth) => string.Create(CultureInfo.InvariantCulture, $"{disk.TargetName}-{depth}");

    /// <summary>Bottom first: QEMU wants a node to exist before another refers to it.</summary>
    public static IEnumerable<QemuArgument> Of(DiskDevice disk, OpenedDisk medium, DescriptorTable table)
    {
        for (int depth = medium.Chain.Count - 1; depth >= 0; depth--)
        {
            OpenedImage image = medium.Chain[depth];
            // Told from the descriptor: a set opens only under the access mode that its descriptor has.
            bool readOnly = image.ReadOnly;
            bool top = depth == 0;
            string file = $"{Name(disk, depth)}-file";
            JsonForm? cache = DiskCaching.Node(disk.Driver.Cache);
            string path = table.AddSet(image.Handle, image.Path, out QemuArgument set);
            yield return set;
            yield return new JsonForm()
                .Add("driver", "file")
                .Add("filename", path)
                .Add("node-name", file)
                .Add("read-only", readOnly ? true : null)
                .Add("aio", Aio(disk.Driver.Io))
                .Add("discard", top ? Discard(disk.Driver.Discard) : null)
                .Add("cache", cache)
                .As("-blockdev");
            yield return Format(disk, medium, depth, file).As("-blockdev");
        }
    }

    private static JsonForm Format(DiskDevice disk, OpenedDisk medium, int depth, string file)
    {
        OpenedImage image = medium.Chain[depth];
        bool top = depth == 0;
        JsonForm form = new JsonForm()
            .Add("driver", image.Format)
            .Add("file", file)
            .Add("node-name", Name(disk, depth))
            .Add("read-only", image.ReadOnly ? true : null)
            .Add("discard", top ? Discard(disk.Driver.Discard) : null)
            .Add("detect-zeroes", top ? DetectZeroes(disk.Driver.DetectZeroes) : null)
            .Add("cache", DiskCaching.Node(disk.Driver.Cache));
        if (depth + 1 < medium.Chain.Count)
        {
            return form.Add("backing", Name(disk, depth + 1));
        }

        return image.Format.Equals("raw", StringComparison.Ordinal) ? form : form.AddNull("backing");
    }

    private static string? Aio(DiskIo? io) => io switch
    {
        null => null,
        DiskIo.IoUring => "io_uring",
        DiskIo.Native => "native",
        _ => "threads",
    };

    private static string? Discard(DiskDiscard? discard) => discard switch
    {
        null => null,
        DiskDiscard.Unmap => "unmap",
        _ => "ignore",
    };

    private static string? DetectZeroes(DetectZeroes? detect) => detect switch
    {
        null => null,
        Pando.Model.Domains.Devices.DetectZeroes.Unmap => "unmap",
        Pando.Model.Domains.Devices.DetectZeroes.On => "on",
        _ => "off",
    };
}
