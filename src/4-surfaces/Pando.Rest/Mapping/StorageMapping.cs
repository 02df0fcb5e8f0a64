using Pando.Storage;
using Pando.Storage.Pools;
using Pando.Storage.Volumes;
using Wire = Pando.Api.Storage;

namespace Pando.Rest.Mapping;

/// <summary>Pools and volumes in the contract's words.</summary>
internal static class StorageMapping
{
    /// <summary>A pool, as it was last seen.</summary>
    public static Wire.Pool Of(PoolState pool) => Of(pool.Entry!) with
    {
        CapacityBytes = pool.TotalBytes,
        AllocationBytes = pool.TotalBytes - pool.AvailableBytes,
        AvailableBytes = pool.AvailableBytes,
        VolumeCount = pool.VolumeCount,
        NotAnsweringSince = pool.NotAnsweringSince,
    };

    /// <summary>A pool, without what is in it.</summary>
    public static Wire.Pool Of(PoolEntry pool) => new()
    {
        Id = pool.Id.Value,
        Name = pool.Name,
        Kind = pool.Definition.Kind,
        State = pool.IsActive ? "active" : "inactive",
        Persistent = pool.IsPersistent,
        Autostart = pool.Autostart,
        Version = pool.IsPersistent ? pool.Version : null,
        Path = pool.Definition.Path,
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
}
