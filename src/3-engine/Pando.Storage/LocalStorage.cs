using Pando.Linux.Files;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Storage.FileSystems;
using Pando.Storage.Images;
using Pando.Storage.Images.Importing;
using Pando.Storage.Images.Store;
using Pando.Storage.Installers;
using Pando.Storage.PoolDrivers;
using Pando.Storage.Programs;
using Pando.Storage.Trash;
using Pando.Storage.Volumes;

namespace Pando.Storage;

/// <summary>The storage of one host, put together: what the daemon makes at its start.</summary>
public sealed class LocalStorage : IDisposable
{
    private readonly DownloadClient _client = new();
    private readonly FileSystemLanes _lanes;

    /// <summary>Puts it together and makes its job kinds known; nothing is opened before <see cref="StartAsync"/>.</summary>
    /// <param name="settings">The instance's own.</param>
    /// <param name="store">Where what must survive is kept.</param>
    /// <param name="jobs">What runs its jobs.</param>
    /// <param name="time">The clock.</param>
    public LocalStorage(StorageSettings settings, IRevisionedStore store, IJobs jobs, TimeProvider time)
    {
        _lanes = new FileSystemLanes(time, settings.FileSystemLimit, Mounts.Points);
        var programs = new ProgramRunner(new ProgramCatalog(settings.ProgramPath), time);
        var ownership = new FileOwnership(settings.QemuUser);
        var qemuImg = new QemuImg(programs, settings.QemuUser);
        Disks = new GuestDisks(_lanes);
        Files = new GuestFiles(_lanes);
        var definition = new PoolDefinition("default", "dir", settings.Paths.DefaultPool);
        Pools = new StoragePools([new DirPoolDriver(definition, _lanes, Disks, qemuImg, ownership, time)], settings, time);
        var users = new BackingUsers(Pools, _lanes);
        var shop = new ImageWorkshop(
            settings, new WorkFolders(settings.Paths, time), new ImageFiles(settings.Paths, ownership, _lanes), new ImageCatalog(store), Disks,
            qemuImg, programs, ownership, time);
        Images = new GuestImages(shop, jobs, users, _client);
        var trash = new FileTrash(_lanes, directory => string.Equals(directory, definition.Path, StringComparison.Ordinal));
        Installers = new OperatingSystemInstallers(_lanes, _client, time);
        Volumes = new StorageVolumes(Pools, Disks, users, trash, Images, new OverlayFiles(_lanes, Disks, qemuImg, ownership), jobs);
    }

    /// <summary>Opens what machines' disks stand on.</summary>
    public GuestDisks Disks { get; }

    /// <summary>Opens the other files and devices that machines name.</summary>
    public GuestFiles Files { get; }

    /// <summary>The pools.</summary>
    public StoragePools Pools { get; }

    /// <summary>Their volumes.</summary>
    public StorageVolumes Volumes { get; }

    /// <summary>Where installers are booted from.</summary>
    public OperatingSystemInstallers Installers { get; }

    /// <summary>The guest images.</summary>
    public GuestImages Images { get; }

    /// <summary>
    /// Makes the directories that are needed: before jobs are recovered, whose undo works in them. A pool that cannot be had now
    /// is no reason not to start: it says itself what is wrong with it.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        foreach (var view in Pools.Views)
        {
            await TryAsync(view.Driver.StartAsync(cancellationToken));
        }
        await TryAsync(Images.StartAsync(cancellationToken));
    }

    /// <summary>Removes images that were built anew and that nothing uses any more: after jobs were recovered. Done at the next start otherwise.</summary>
    public Task TidyAsync(CancellationToken cancellationToken = default) => TryAsync(Images.SweepAsync(cancellationToken));

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _lanes.Dispose();
    }

    private static async Task TryAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (PandoException)
        {
            // Shown with the pool, or by the next use of it.
        }
    }
}
