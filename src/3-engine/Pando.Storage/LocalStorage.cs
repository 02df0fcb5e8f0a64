using Pando.Model.Ports;
using Pando.Storage.FileSystems;
using Pando.Storage.Images;
using Pando.Storage.PoolDrivers;
using Pando.Storage.Programs;
using Pando.Storage.Trash;

namespace Pando.Storage;

/// <summary>The storage of one host, put together: what the daemon makes at its start.</summary>
public sealed class LocalStorage : IDisposable
{
    private readonly FileSystemLanes _lanes;

    /// <summary>Puts it together; nothing is opened before <see cref="StartAsync"/>.</summary>
    public LocalStorage(StorageSettings settings, TimeProvider time)
    {
        _lanes = new FileSystemLanes(time, settings.FileSystemLimit, MountPoints.Read);
        Disks = new GuestDisks(_lanes);
        var qemuImg = new QemuImg(new ProgramRunner(time), settings.QemuUser);
        var definition = new PoolDefinition("default", "dir", settings.Paths.DefaultPool);
        Pools = new StoragePools(
            [new DirPoolDriver(definition, _lanes, Disks, qemuImg, new FileOwnership(settings.QemuUser), time)], settings, time);
        var users = new BackingUsers(Pools, _lanes);
        var trash = new FileTrash(_lanes, directory => string.Equals(directory, definition.Path, StringComparison.Ordinal));
        Volumes = new StorageVolumes(Pools, Disks, users, trash, name => Path.Join(settings.Paths.ImageStore, name + ".qcow2"));
    }

    /// <summary>Opens what machines' disks stand on.</summary>
    public GuestDisks Disks { get; }

    /// <summary>The pools.</summary>
    public StoragePools Pools { get; }

    /// <summary>Their volumes.</summary>
    public StorageVolumes Volumes { get; }

    /// <summary>Makes the directories that are needed.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        foreach (var view in Pools.Views)
        {
            await view.Driver.StartAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lanes.Dispose();
}
