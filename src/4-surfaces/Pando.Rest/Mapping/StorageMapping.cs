using Pando.Storage;
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
}
