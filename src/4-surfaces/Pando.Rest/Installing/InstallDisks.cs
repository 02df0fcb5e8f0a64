using System.Collections.Immutable;
using Pando.Api.Install;
using Pando.Storage;
using Order = Pando.Domains.InstallDisk;

namespace Pando.Rest.Installing;

/// <summary>Finds out of what a request's disks are made: a file that is there, or a volume of a pool.</summary>
internal sealed class InstallDisks(StoragePools pools, StorageVolumes volumes)
{
    private const string DefaultPool = "default";
    private const long DefaultBytes = 20L << 30;

    /// <summary>The disks in order; without a word about disks one that suits where the system comes from.</summary>
    public async Task<ImmutableArray<Order>> OfAsync(InstallRequest request, CancellationToken cancellationToken)
    {
        var wanted = request.Disks ?? [request.Image is null ? new InstallDisk { SizeBytes = DefaultBytes } : new InstallDisk()];
        var disks = ImmutableArray.CreateBuilder<Order>();
        foreach (var disk in wanted)
        {
            // The image is that of the first disk.
            var image = disks.Count == 0 ? disk.Image ?? request.Image : disk.Image;
            disks.Add(await OfAsync(disk, image, request.FullCopy, cancellationToken));
        }
        return disks.ToImmutable();
    }

    private async Task<Order> OfAsync(InstallDisk disk, string? image, bool fullCopy, CancellationToken cancellationToken)
    {
        RefuseUnsupported(disk);
        var source = image ?? disk.BackingPath;
        var (pool, volume) = disk.Path is null ? (disk.Pool ?? DefaultPool, disk.Volume) : await PlaceAsync(disk.Path, cancellationToken);
        if (pool is not null && volume is not null && await ExistingAsync(pool, volume, cancellationToken) is { } existing)
        {
            return new Order(existing.Path, null, disk.Format ?? existing.Format, disk.Bus);
        }
        if (disk.Path is not null && (pool is null || (disk.SizeBytes is null && source is null)))
        {
            return new Order(disk.Path, null, disk.Format ?? FormatOf(disk.Path), disk.Bus);
        }
        return new Order(null, disk.SizeBytes, disk.Format ?? FormatOf(volume ?? ".qcow2"), disk.Bus, pool!, source, fullCopy, volume);
    }

    // A path in a pool's directory is a volume's.
    private async Task<(string? Pool, string? Volume)> PlaceAsync(string path, CancellationToken cancellationToken)
    {
        var directory = Path.GetDirectoryName(path);
        var pool = (await pools.ListAsync(cancellationToken)).FirstOrDefault(pool => pool.Path == directory);
        return pool is null ? (null, null) : (pool.Name, Path.GetFileName(path));
    }

    private async Task<Storage.Volumes.Volume?> ExistingAsync(string pool, string name, CancellationToken cancellationToken) =>
        (await volumes.ListAsync(pool, cancellationToken)).FirstOrDefault(volume => volume.Name == name);

    // By its ending, as a user would say it; the content is never asked.
    private static string FormatOf(string path) => path.EndsWith(".qcow2", StringComparison.Ordinal) ? "qcow2" : "raw";

    private static void RefuseUnsupported(InstallDisk disk)
    {
        string?[] wishes =
        [
            disk.Device is null or "disk" ? null : "disks.device",
            disk.Cache is null ? null : "disks.cache",
            disk.ReadOnly ? "disks.readOnly" : null,
            disk.BackingFormat is { } format && disk.BackingPath is { } path && format != FormatOf(path) ? "disks.backingFormat" : null,
        ];
        if (wishes.FirstOrDefault(wish => wish is not null) is { } unsupported)
        {
            throw InstallMapping.Unsupported(unsupported);
        }
    }
}
