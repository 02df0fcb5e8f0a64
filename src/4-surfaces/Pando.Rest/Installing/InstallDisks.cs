using System.Collections.Immutable;
using Pando.Api.Install;
using Pando.Model.Errors;
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
        RefuseWhatIsNone(disk);
        var source = image ?? disk.BackingPath;
        var (pool, volume) = disk.Path is null ? (disk.Pool ?? DefaultPool, disk.Volume) : await PlaceAsync(disk.Path, cancellationToken);
        if (pool is not null && volume is not null && await ExistingAsync(pool, volume, cancellationToken) is { } existing)
        {
            return Attach(disk, existing.Path, disk.Format ?? existing.Format);
        }
        if (disk.Path is not null && (pool is null || (disk.SizeBytes is null && source is null)))
        {
            return Attach(disk, disk.Path, disk.Format ?? FormatOf(disk.Path));
        }
        return Attach(disk, null, disk.Format ?? FormatOf(volume ?? ".qcow2")) with
        {
            SizeBytes = disk.SizeBytes,
            Pool = pool!,
            Image = source,
            FullCopy = fullCopy,
            Volume = volume,
        };
    }

    private static Order Attach(InstallDisk disk, string? path, string format) =>
        new(path, null, format, disk.Bus, CdRom: disk.Device == "cdrom", ReadOnly: disk.ReadOnly, Cache: disk.Cache);

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

    private static void RefuseWhatIsNone(InstallDisk disk)
    {
        if (disk.Device is not (null or "disk" or "cdrom"))
        {
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", "disks.device"), ("reason", $"{disk.Device} (disk, cdrom)"));
        }
        if (disk.BackingFormat is { } format && disk.BackingPath is { } path && format != FormatOf(path))
        {
            // The engine goes by the ending.
            throw InstallMapping.Unsupported("disks.backingFormat");
        }
    }
}
