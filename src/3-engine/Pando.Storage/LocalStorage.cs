using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pando.Linux.Files;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Storage.FileSystems;
using Pando.Storage.Images;
using Pando.Storage.Images.Importing;
using Pando.Storage.Images.Store;
using Pando.Storage.Installers;
using Pando.Storage.PoolDrivers;
using Pando.Storage.Pools;
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
    /// <param name="history">Where definitions of pools are kept.</param>
    /// <param name="jobs">What runs its jobs.</param>
    /// <param name="events">Where events go.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where failures that nobody waits for go.</param>
    public LocalStorage(
        StorageSettings settings, IRevisionedStore store, IDefinitionHistory history, IJobs jobs, IEvents events, TimeProvider time, ILoggerFactory? loggers = null)
    {
        _lanes = new FileSystemLanes(time, settings.FileSystemLimit, Mounts.Points);
        var programs = new ProgramRunner(new ProgramCatalog(settings.ProgramPath), time);
        var ownership = new FileOwnership(settings.QemuUser);
        var qemuImg = new QemuImg(programs, settings.QemuUser);
        Disks = new GuestDisks(_lanes);
        Files = new GuestFiles(_lanes);
        Pools = new StoragePools(new PoolServices(
            settings, history, events, time, (loggers ?? NullLoggerFactory.Instance).CreateLogger<StoragePools>(),
            definition => new DirPoolDriver(definition, _lanes, Disks, qemuImg, ownership, time)));
        var users = new BackingUsers(Pools, _lanes);
        var shop = new ImageWorkshop(
            settings, new WorkFolders(settings.Paths, time), new ImageFiles(settings.Paths, ownership, _lanes), new ImageCatalog(store), Disks,
            qemuImg, programs, ownership, time);
        Images = new GuestImages(shop, jobs, users, _client);
        var trash = new FileTrash(_lanes, Pools.IsPoolDirectory);
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
    /// Takes up the pools, and makes the directories that are needed: before jobs are recovered, whose undo works in them. A pool that cannot be had now
    /// is no reason not to start: it says itself what is wrong with it.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await Pools.OpenAsync(cancellationToken);
        await TryAsync(Images.StartAsync(cancellationToken));
    }

    /// <summary>Removes images that were built anew and that nothing uses any more: after jobs were recovered. Done at the next start otherwise.</summary>
    public Task TidyAsync(CancellationToken cancellationToken = default) => TryAsync(Images.SweepAsync(cancellationToken));

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        Pools.Dispose();
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
