using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>
/// The block nodes of a disk, two for each image of its chain: where it is, and its format. Of files QEMU finds no image out by
/// itself: each names the one below it, and the last names none.
/// </summary>
internal static class DiskNodes
{
    /// <summary>The format node of an image; 0 is the guest's own, higher numbers are below it.</summary>
    public static string Name(DiskDevice disk, int depth) => string.Create(CultureInfo.InvariantCulture, $"{disk.TargetName}-{depth}");

    /// <summary>The node of where an image is, below its format.</summary>
    public static string Storage(DiskDevice disk, int depth) => $"{Name(disk, depth)}-file";

    /// <summary>The node that the device is given.</summary>
    public static string Top(DiskDevice disk) => disk.Driver.CopyOnRead == true ? $"{disk.TargetName}-cor" : Name(disk, 0);

    /// <summary>Bottom first: QEMU wants a node to exist before another refers to it.</summary>
    public static IEnumerable<QemuArgument> Of(DiskDevice disk, OpenedDisk? medium, ArgumentContext context)
    {
        IReadOnlyList<DiskLayer> layers = DiskLayers.Of(disk, medium);
        for (int depth = layers.Count - 1; depth >= 0; depth--)
        {
            DiskLayer layer = layers[depth];
            string storage = Storage(disk, depth);
            var node = new StorageNode(disk, layer, storage, depth == 0);
            foreach (QemuArgument argument in StorageNodes.Of(node, context))
            {
                yield return argument;
            }

            if (layer.Source?.Slice is { } slice && layer.Format != "raw")
            {
                yield return new JsonForm()
                    .Add("driver", "raw").Add("file", storage).Add("node-name", $"{Name(disk, depth)}-slice")
                    .Add("offset", slice.Offset).Add("size", slice.Size).Add("read-only", layer.ReadOnly ? true : null).As("-blockdev");
                storage = $"{Name(disk, depth)}-slice";
            }

            string? below = depth + 1 < layers.Count ? Name(disk, depth + 1) : null;
            foreach (QemuArgument argument in FormatNodes.Of(node, Name(disk, depth), storage, below, context))
            {
                yield return argument;
            }
        }

        if (disk.Driver.CopyOnRead == true)
        {
            yield return new JsonForm().Add("driver", "copy-on-read").Add("file", Name(disk, 0)).Add("node-name", Top(disk))
                .Add("discard", DiskWords.Discard(disk.Driver.Discard)).As("-blockdev");
        }
    }
}
