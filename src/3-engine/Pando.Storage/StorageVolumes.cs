using System.Text.Json;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Model;
using Pando.Storage.CloudInit;
using Pando.Storage.Images.Store;
using Pando.Storage.Images;
using Pando.Storage.PoolDrivers;
using Pando.Storage.Trash;
using Pando.Storage.Volumes;

namespace Pando.Storage;

/// <summary>The volumes of all pools.</summary>
public sealed class StorageVolumes : IVolumes
{
    private readonly StoragePools _pools;
    private readonly GuestDisks _disks;
    private readonly BackingUsers _users;
    private readonly FileTrash _trash;
    private readonly GuestImages _images;
    private readonly OverlayFiles _overlays;
    private readonly IJobs _jobs;

    internal StorageVolumes(
        StoragePools pools, GuestDisks disks, BackingUsers users, FileTrash trash, GuestImages images, OverlayFiles overlays, IJobs jobs)
    {
        _jobs = jobs;
        _overlays = overlays;
        jobs.Register(new VolumeCreateJob(this));
        jobs.Register(new VolumeResizeJob(this));
        jobs.Register(new VolumeDeleteJob(this));
        jobs.Register(new VolumeWipeJob(this));
        _pools = pools;
        _disks = disks;
        _users = users;
        _trash = trash;
        _images = images;
    }

    /// <summary>The volumes of a pool, by name.</summary>
    /// <exception cref="CallerException"><c>storage.pool-not-found</c>.</exception>
    public async ValueTask<IReadOnlyList<Volume>> ListAsync(string pool, CancellationToken cancellationToken = default) =>
        await _pools.View(pool).ListingAsync(cancellationToken) is { } listing ? listing.Volumes : [];

    /// <summary>One volume.</summary>
    /// <exception cref="CallerException"><c>storage.pool-not-found</c>, <c>storage.volume-not-found</c>.</exception>
    public async ValueTask<Volume> GetAsync(string pool, string name, CancellationToken cancellationToken = default)
    {
        var view = _pools.View(pool);
        // One that was made a moment ago may be missing in a look that began before.
        return Find(await view.ListingAsync(cancellationToken), name) ?? Find(await view.RefreshAsync(cancellationToken), name)
            ?? throw new CallerException(ErrorCodes.Storage.VolumeNotFound, ("pool", pool), ("name", name));
    }

    /// <summary>The volume that is at a path, in a pool that is active; null where none is.</summary>
    public async ValueTask<Volume?> FindByPathAsync(string path, CancellationToken cancellationToken = default)
    {
        var directory = Path.GetDirectoryName(path);
        if (_pools.Views.FirstOrDefault(view => string.Equals(view.Driver.Definition.Path, directory, StringComparison.Ordinal)) is not { } view)
        {
            return null;
        }
        var name = Path.GetFileName(path);
        return Find(await view.ListingAsync(cancellationToken), name) ?? Find(await view.RefreshAsync(cancellationToken), name);
    }

    /// <summary>Opens a volume's file to be read.</summary>
    /// <exception cref="CallerException"><c>storage.volume-not-found</c>…</exception>
    public async ValueTask<VolumeContent> OpenToReadAsync(string pool, string name, CancellationToken cancellationToken = default) =>
        await _pools.View(pool).Driver.OpenAsync(name, FileAccess.Read, cancellationToken);

    /// <summary>Opens a volume's file to be written. The caller knows that no machine that uses it runs.</summary>
    /// <exception cref="CallerException"><c>storage.volume-in-use</c> when other volumes are backed by it, <c>storage.volume-not-found</c>…</exception>
    public async ValueTask<VolumeContent> OpenToWriteAsync(string pool, string name, CancellationToken cancellationToken = default)
    {
        var driver = _pools.View(pool).Driver;
        await _users.RequireNoneAsync(driver.PathOf(name), cancellationToken);
        return await driver.OpenAsync(name, FileAccess.ReadWrite, cancellationToken);
    }

    /// <summary>Overwrites a volume with zeros, as a job. The caller knows that no machine uses it.</summary>
    /// <exception cref="CallerException"><c>storage.volume-in-use</c> when other volumes are backed by it, <c>storage.volume-not-found</c>…</exception>
    public async ValueTask<IRunningJob> StartWipeAsync(string pool, string name, Caller by, CancellationToken cancellationToken = default)
    {
        var volume = await GetAsync(pool, name, cancellationToken);
        await _users.RequireNoneAsync(volume.Path, cancellationToken);
        var input = JsonSerializer.SerializeToUtf8Bytes(new VolumeWipeInput(pool, name, volume.CapacityBytes), StorageJson.Default.VolumeWipeInput);
        return await _jobs.StartAsync(VolumeWipeJob.KindName, name, input, by, cancellationToken: cancellationToken);
    }

    /// <summary>Makes a volume larger, as a job; it must not be open in a running machine. Its result has <c>volume</c>, the path.</summary>
    /// <exception cref="CallerException"><c>storage.shrink-refused</c>, <c>storage.bad-size</c>, <c>storage.volume-not-found</c>…</exception>
    public async ValueTask<IRunningJob> StartGrowAsync(
        string pool, string name, long capacityBytes, Caller by, bool allocate = false, CancellationToken cancellationToken = default)
    {
        var volume = await GetAsync(pool, name, cancellationToken);
        VolumeCapacity.RequireGrowth(name, volume.CapacityBytes, capacityBytes);
        var input = JsonSerializer.SerializeToUtf8Bytes(new VolumeResizeInput(pool, name, capacityBytes, allocate), StorageJson.Default.VolumeResizeInput);
        return await _jobs.StartAsync(VolumeResizeJob.KindName, name, input, by, cancellationToken: cancellationToken);
    }

    /// <summary>Makes a volume, as a job: undone, nothing of it is left. Its result has <c>volume</c>, the path.</summary>
    /// <exception cref="CallerException"><c>storage.pool-not-found</c>, <c>storage.bad-name</c>, <c>storage.volume-exists</c>…</exception>
    public async ValueTask<IRunningJob> StartCreateAsync(VolumeRequest request, Caller by, CancellationToken cancellationToken = default)
    {
        await PlanAsync(request, cancellationToken);
        return await _jobs.StartAsync(
            VolumeCreateJob.KindName, request.Name, JsonSerializer.SerializeToUtf8Bytes(request, StorageJson.Default.VolumeRequest), by, cancellationToken: cancellationToken);
    }

    /// <summary>Deletes a volume for good, as a job. The caller knows that no machine uses it.</summary>
    /// <exception cref="CallerException"><c>storage.volume-in-use</c> when other volumes are backed by it, <c>storage.volume-not-found</c>…</exception>
    public async ValueTask<IRunningJob> StartDeleteAsync(string pool, string name, Caller by, CancellationToken cancellationToken = default)
    {
        var volume = await GetAsync(pool, name, cancellationToken);
        await _users.RequireNoneAsync(volume.Path, cancellationToken);
        var input = JsonSerializer.SerializeToUtf8Bytes(new VolumeDeleteInput(pool, name), StorageJson.Default.VolumeDeleteInput);
        return await _jobs.StartAsync(VolumeDeleteJob.KindName, name, input, by, cancellationToken: cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<string> PlanAsync(VolumeRequest request, CancellationToken cancellationToken = default)
    {
        var driver = DriverFor(request);
        await driver.RequireFreeAsync(request, cancellationToken);
        return driver.PathOf(request.Name);
    }

    /// <inheritdoc/>
    public ValueTask<string?> SystemOfImageAsync(string image, CancellationToken cancellationToken = default) => _images.SystemOfAsync(image, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<string> CreateAsync(VolumeRequest request, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var driver = DriverFor(request);
        using var source = request.Image is { } image ? await OpenSourceAsync(image, request.ImageFormat, cancellationToken) : null;
        await driver.CreateAsync(request, source?.Disk, progress, cancellationToken);
        return driver.PathOf(request.Name);
    }

    /// <inheritdoc/>
    public async ValueTask DiscardAsync(VolumeRequest request, CancellationToken cancellationToken = default) =>
        await DriverFor(request).DiscardAsync(request, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<string> WriteSeedAsync(VolumeRequest request, CloudInitSeed seed, CancellationToken cancellationToken = default)
    {
        var driver = DriverFor(request);
        await driver.WriteAsync(request, SeedIso.Write(seed), cancellationToken);
        return driver.PathOf(request.Name);
    }

    /// <inheritdoc/>
    public async ValueTask<TrashedFile> PlanTrashAsync(string path, string trashId, CancellationToken cancellationToken = default)
    {
        var planned = await _trash.PlanAsync(path, trashId, cancellationToken);
        await _users.RequireNoneAsync(path, cancellationToken);
        return planned;
    }

    /// <inheritdoc/>
    public ValueTask TrashAsync(TrashedFile file, CancellationToken cancellationToken = default) => _trash.TrashAsync(file, cancellationToken);

    /// <inheritdoc/>
    public ValueTask UntrashAsync(TrashedFile file, CancellationToken cancellationToken = default) => _trash.UntrashAsync(file, cancellationToken);

    /// <inheritdoc/>
    public ValueTask PurgeAsync(TrashedFile file, CancellationToken cancellationToken = default) => _trash.PurgeAsync(file, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<string> FindAsync(string pool, string volume, CancellationToken cancellationToken = default) =>
        (await GetAsync(pool, volume, cancellationToken)).Path;

    /// <inheritdoc/>
    public string? PathOf(string pool, string volume) =>
        VolumeName.IsValid(volume) ? _pools.TryView(pool)?.Driver.PathOf(volume) : null;

    /// <inheritdoc/>
    public async ValueTask MakeOverlayAsync(Overlay overlay, CancellationToken cancellationToken = default) => await _overlays.MakeAsync(overlay, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DiscardOverlayAsync(Overlay overlay, CancellationToken cancellationToken = default) =>
        await _overlays.DiscardAsync(overlay, cancellationToken);

    /// <summary>The work of <see cref="StartGrowAsync"/>; of a volume that has the size: nothing.</summary>
    internal async ValueTask<Volume> GrowAsync(string pool, string name, long capacityBytes, bool allocate, CancellationToken cancellationToken)
    {
        var view = _pools.View(pool);
        await view.Driver.GrowAsync(name, capacityBytes, allocate, cancellationToken);
        return Find(await view.RefreshAsync(cancellationToken), name)
            ?? throw new CallerException(ErrorCodes.Storage.VolumeNotFound, ("pool", pool), ("name", name));
    }

    /// <summary>The work of <see cref="StartWipeAsync"/>.</summary>
    internal async ValueTask WipeAsync(string pool, string name, long capacityBytes, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var view = _pools.View(pool);
        await _users.RequireNoneAsync(view.Driver.PathOf(name), cancellationToken);
        await view.Driver.WipeAsync(name, capacityBytes, progress, cancellationToken);
        await view.RefreshAsync(cancellationToken);
    }

    /// <summary>The first half of <see cref="StartDeleteAsync"/>.</summary>
    internal async ValueTask SetAsideAsync(string pool, string name, string owner, CancellationToken cancellationToken)
    {
        var driver = _pools.View(pool).Driver;
        await _users.RequireNoneAsync(driver.PathOf(name), cancellationToken);
        await driver.SetAsideAsync(name, owner, cancellationToken);
    }

    /// <summary>Its undo.</summary>
    internal async ValueTask PutBackAsync(string pool, string name, string owner, CancellationToken cancellationToken) =>
        await _pools.View(pool).Driver.PutBackAsync(name, owner, cancellationToken);

    /// <summary>The second half: listings know that it is gone.</summary>
    internal async ValueTask DeleteAsideAsync(string pool, string name, string owner, CancellationToken cancellationToken)
    {
        var view = _pools.View(pool);
        await view.Driver.DeleteAsideAsync(name, owner, cancellationToken);
        await view.RefreshAsync(cancellationToken);
    }

    private static Volume? Find(PoolListing? listing, string name) =>
        listing?.Volumes.FirstOrDefault(volume => string.Equals(volume.Name, name, StringComparison.Ordinal));

    private IPoolDriver DriverFor(VolumeRequest request)
    {
        VolumeName.Check(request.Name);
        // The owner becomes part of a file's name.
        VolumeName.Check(request.Owner);
        return _pools.View(request.Pool).Driver;
    }

    /// <summary>Opens a guest image by its name, or a volume by its path: its format is what was said, or else what its pool says.</summary>
    private async Task<OpenedSource> OpenSourceAsync(string image, string? said, CancellationToken cancellationToken)
    {
        if (!image.StartsWith('/'))
        {
            var (path, lease) = await _images.LeaseAsync(image, cancellationToken);
            try
            {
                return new OpenedSource(await _disks.OpenAsync(path, "qcow2", readOnly: true, cancellationToken: cancellationToken), lease);
            }
            catch
            {
                lease.Dispose();
                throw;
            }
        }
        var pool = _pools.Views.FirstOrDefault(view => string.Equals(view.Driver.Definition.Path, Path.GetDirectoryName(image), StringComparison.Ordinal));
        var format = said ?? (pool is null
            ? image.EndsWith(".qcow2", StringComparison.Ordinal) ? "qcow2" : "raw"
            : await pool.Driver.FormatOfAsync(Path.GetFileName(image), cancellationToken));
        return new OpenedSource(await _disks.OpenAsync(image, format, readOnly: true, cancellationToken: cancellationToken), null);
    }

    private sealed record OpenedSource(OpenedDisk Disk, IDisposable? Lease) : IDisposable
    {
        public void Dispose()
        {
            Disk.Dispose();
            Lease?.Dispose();
        }
    }
}
