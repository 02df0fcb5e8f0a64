using Pando.Model.Domains.Devices;
using Pando.Model.Ports;

namespace Pando.Qemu.Devices;

/// <summary>One image of a disk's chain: what was opened for it, or where QEMU reaches it by itself.</summary>
/// <param name="Source">As the definition has it; null for an image that was found below one.</param>
/// <param name="Image">What was opened; null for a source that is no file of the host.</param>
/// <param name="Format">In QEMU's words.</param>
/// <param name="ReadOnly">Whether it is only read.</param>
/// <param name="MetadataCacheBytes">How much memory its tables may take.</param>
internal sealed record DiskLayer(DiskSource? Source, OpenedImage? Image, string Format, bool ReadOnly, long? MetadataCacheBytes);

/// <summary>The chain of a disk.</summary>
internal static class DiskLayers
{
    /// <summary>
    /// The guest's own image first. Where the whole chain is of files its images are those that were opened, as their headers say;
    /// else it is as the definition says, with what was opened in its place.
    /// </summary>
    public static IReadOnlyList<DiskLayer> Of(DiskDevice disk, OpenedDisk? opened)
    {
        bool readOnly = disk.ReadOnly || disk.Kind == DiskKind.CdRom;
        string format = DiskFormats.Name(disk.Driver.Format);
        if (IsOpenedWhole(disk))
        {
            IReadOnlyList<OpenedImage> chain = opened?.Chain ?? throw new ArgumentException($"{disk.Source} was not opened for {disk.TargetName}.", nameof(disk));
            return [.. chain.Select((image, depth) => new DiskLayer(SourceAt(disk, depth), image, image.Format, image.ReadOnly, CacheAt(disk, depth)))];
        }

        var images = new Queue<OpenedImage>(opened?.Chain ?? []);
        List<DiskLayer> layers = [new(disk.Source, Next(disk.Source!), format, readOnly, disk.Driver.MetadataCacheBytes)];
        for (DiskBacking? below = disk.Backing; below?.Source is { } source; below = below.Next)
        {
            layers.Add(new DiskLayer(source, Next(source), DiskFormats.Name(below.Format), ReadOnly: true, below.MetadataCacheBytes));
        }

        return layers;

        OpenedImage? Next(DiskSource source) => IsOpened(source) ? images.Dequeue() : null;
    }

    /// <summary>Whether a source is opened by us.</summary>
    public static bool IsOpened(DiskSource? source) => source?.HostPath is not null;

    /// <summary>Whether every image of the chain that the definition tells of is opened by us.</summary>
    public static bool IsOpenedWhole(DiskDevice disk) => All(disk).All(IsOpened);

    /// <summary>The sources that the definition tells of.</summary>
    public static IEnumerable<DiskSource> All(DiskDevice disk)
    {
        if (disk.Source is not null)
        {
            yield return disk.Source;
        }

        for (DiskBacking? below = disk.Backing; below?.Source is { } source; below = below.Next)
        {
            yield return source;
        }
    }

    private static DiskSource? SourceAt(DiskDevice disk, int depth) => All(disk).ElementAtOrDefault(depth);

    private static long? CacheAt(DiskDevice disk, int depth)
    {
        DiskBacking? below = disk.Backing;
        for (int i = 1; i < depth; i++)
        {
            below = below?.Next;
        }

        return depth == 0 ? disk.Driver.MetadataCacheBytes : below?.MetadataCacheBytes;
    }
}
