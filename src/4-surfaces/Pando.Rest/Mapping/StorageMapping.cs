using Pando.Storage;
using Pando.Storage.Images;
using Pando.Storage.Volumes;
using Wire = Pando.Api.Storage;

namespace Pando.Rest.Mapping;

/// <summary>Pools and volumes in the contract's words.</summary>
internal static class StorageMapping
{
    /// <summary>A pool.</summary>
    public static Wire.Pool Of(PoolState pool) => new()
    {
        Name = pool.Name,
        Kind = pool.Kind,
        State = pool is { SeenAt: null, Failure: not null } ? "inactive" : "active",
        Autostart = true,
        Path = pool.Path,
        CapacityBytes = pool.TotalBytes,
        AllocationBytes = pool.TotalBytes - pool.AvailableBytes,
        AvailableBytes = pool.AvailableBytes,
        VolumeCount = pool.VolumeCount,
        NotAnsweringSince = pool.NotAnsweringSince,
    };

    /// <summary>A volume, with the machines that use it.</summary>
    public static Wire.Volume Of(Volume volume, ILookup<string, string> users) => new()
    {
        Name = volume.Name,
        Pool = volume.Pool,
        Path = volume.Path,
        Format = volume.Name.EndsWith(".iso", StringComparison.Ordinal) ? "iso" : volume.Format,
        CapacityBytes = volume.CapacityBytes,
        AllocationBytes = volume.AllocationBytes,
        Backing = volume.Backing,
        UsedBy = [.. users[volume.Path].Order(StringComparer.Ordinal)],
    };

    /// <summary>A guest image.</summary>
    public static Api.Images.Image Of(GuestImage image) => new()
    {
        Name = image.Name,
        Title = image.Title,
        Source = image.Source,
        OsVariant = image.OsVariant,
        Format = image.Format,
        CapacityBytes = image.CapacityBytes,
        AllocationBytes = image.AllocationBytes ?? 0,
        Checksum = image.Checksum,
        CreatedAt = image.CreatedAt,
        Path = image.Path,
        UsedBy = image.UsedBy,
    };
}
