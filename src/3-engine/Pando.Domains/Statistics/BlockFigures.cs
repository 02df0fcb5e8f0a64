using Pando.Domains.Guests;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qmp;

namespace Pando.Domains.Statistics;

/// <summary>
/// The group <c>block</c> (virConnectGetAllDomainStats): an entry for each disk or, as with libvirt's <c>--backing</c>, for each image
/// of each, from the disk's own down. What the guest did stands at the disk's own alone.
/// </summary>
internal sealed class BlockFigures(LiveDomain live, IReadOnlyList<BlockStatsInfo>? counters, IReadOnlyList<BlockDriveInfo>? drives)
{
    private const string Group = "block";

    public void AddTo(Figures figures) => Add(figures, chains: false);

    public void AddChainsTo(Figures figures) => Add(figures, chains: true);

    private static string Name(int at, string field) => Figures.Name(Group, at, field);

    private void Add(Figures figures, bool chains)
    {
        var at = 0;
        foreach (var disk in live.Definition.Devices.Disks)
        {
            var alias = disk.Alias?.Name;
            RunningImage[] images = [.. live.Images.Items.Where(image => image.Disk == alias)];
            var counted = counters?.FirstOrDefault(one => QomPaths.Names(one.QomPath, alias));
            var image = drives?.FirstOrDefault(one => QomPaths.Names(one.QomPath, alias))?.Inserted?.Image;
            AddHead(figures, at, disk, disk.FilePath, images.FirstOrDefault());
            AddWork(figures, at, counted?.Stats);
            AddSizes(figures, at, counted?.Stats, image);
            at++;
            if (chains && images.Length > 1)
            {
                // From below: above a disk's own image QEMU may have nodes that are no images (copy-on-read).
                BlockStatsInfo?[] stats = Last(counted, static one => one.Backing, images.Length);
                BlockImageInfo?[] sizes = Last(image, static one => one.BackingImage, images.Length);
                for (var depth = 1; depth < images.Length; depth++, at++)
                {
                    AddHead(figures, at, disk, images[depth].Path, images[depth]);
                    AddSizes(figures, at, stats[depth]?.Stats, sizes[depth]);
                }
            }
        }
        figures.Add($"{Group}.count", at);
    }

    private static void AddHead(Figures figures, int at, DiskDevice disk, string? path, RunningImage? image) => figures
        .Add(Name(at, "name"), disk.TargetName)
        .Add(Name(at, "path"), path)
        .Add(Name(at, "backingIndex"), image?.Number);

    private static void AddWork(Figures figures, int at, BlockCounters? counters)
    {
        if (counters is null)
        {
            return;
        }
        figures.Add(Name(at, "rd.reqs"), counters.RdOperations)
            .Add(Name(at, "rd.bytes"), counters.RdBytes)
            .Add(Name(at, "rd.times"), counters.RdTotalTimeNs)
            .Add(Name(at, "wr.reqs"), counters.WrOperations)
            .Add(Name(at, "wr.bytes"), counters.WrBytes)
            .Add(Name(at, "wr.times"), counters.WrTotalTimeNs)
            .Add(Name(at, "fl.reqs"), counters.FlushOperations)
            .Add(Name(at, "fl.times"), counters.FlushTotalTimeNs)
            .Add(Name(at, "errors"), counters.FailedRdOperations + counters.FailedWrOperations);
    }

    private static void AddSizes(Figures figures, int at, BlockCounters? counters, BlockImageInfo? image) => figures
        .Add(Name(at, "allocation"), counters?.WrHighestOffset)
        .Add(Name(at, "capacity"), image?.VirtualSizeBytes)
        .Add(Name(at, "physical"), image?.ActualSizeBytes);

    /// <summary>The last so many of a chain; where it is shorter, nothing is known of the first.</summary>
    private static T?[] Last<T>(T? top, Func<T, T?> below, int count)
        where T : class
    {
        var chain = new List<T?>();
        for (var one = top; one is not null; one = below(one))
        {
            chain.Add(one);
        }
        return [.. Enumerable.Repeat<T?>(null, Math.Max(0, count - chain.Count)), .. chain.Skip(Math.Max(0, chain.Count - count))];
    }
}
