using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.Model.Pools;
using Pando.Storage;
using Pando.Storage.Pools;
using Pando.Storage.Volumes;

namespace Pando.LibvirtServer.Procedures;

/// <summary>Finds pools and volumes by what clients say of them, and says with libvirt's words what is not there.</summary>
internal sealed class StoragePoolLookup(StoragePools pools, StorageVolumes volumes)
{
    public static RemoteStoragePool Of(PoolEntry pool) => new(pool.Name, pool.Id.Value);

    // The key of a file is where it is.
    public static RemoteStorageVol Of(Volume volume) => new(volume.Pool, volume.Name, volume.Path);

    public static LibvirtRefusal NoPool(string message) => new(LibvirtErrorNumber.NoStoragePool, LibvirtErrorDomain.Storage, message);

    public static LibvirtRefusal NoVolume(string message) => new(LibvirtErrorNumber.NoStorageVol, LibvirtErrorDomain.Storage, message);

    public static LibvirtRefusal Invalid(string message) => new(LibvirtErrorNumber.OperationInvalid, LibvirtErrorDomain.Storage, message);

    public PoolEntry Get(RemoteStoragePool pool) =>
        Find(pool.Uuid) ?? throw NoPool($"no storage pool with matching uuid '{pool.Uuid}' ({pool.Name})");

    public PoolEntry ByUuid(Guid uuid) => Find(uuid) ?? throw NoPool($"no storage pool with matching uuid '{uuid}'");

    public PoolEntry ByName(string name) =>
        pools.Find(name) is { } pool && pool.Name == name ? pool : throw NoPool($"no storage pool with matching name '{name}'");

    /// <summary>One whose volumes can be used.</summary>
    public PoolEntry Active(RemoteStoragePool pool) => Active(Get(pool));

    public async ValueTask<Volume> VolumeAsync(RemoteStorageVol volume, CancellationToken cancellationToken) =>
        await volumes.GetAsync(Active(ByName(volume.Pool)).Name, volume.Name, cancellationToken);

    private static PoolEntry Active(PoolEntry pool) => pool.IsActive ? pool : throw Invalid($"storage pool '{pool.Name}' is not active");

    private PoolEntry? Find(Guid uuid) => pools.Find(new PoolId(uuid).ToString()) is { } pool && pool.Id.Value == uuid ? pool : null;
}
