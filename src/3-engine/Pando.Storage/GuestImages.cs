using System.Text.Json;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Model.Ports;
using Pando.Storage.Images;
using Pando.Storage.Images.Building;
using Pando.Storage.Images.Importing;
using Pando.Storage.Images.Removing;
using Pando.Storage.Images.Store;
using Pando.Storage.Trash;
using Pando.Storage.Volumes;

namespace Pando.Storage;

/// <summary>The guest images of this host: listing, building, importing and removing.</summary>
public sealed class GuestImages
{
    private readonly ImageWorkshop _shop;
    private readonly IJobs _jobs;
    private readonly BackingUsers _users;
    private readonly ImageUse _use;

    internal GuestImages(ImageWorkshop shop, IJobs jobs, BackingUsers users, DownloadClient client)
    {
        _shop = shop;
        _jobs = jobs;
        _users = users;
        _use = new ImageUse(shop.Files, users);
        jobs.Register(new ImageBuildJob(shop));
        jobs.Register(new ImageImportJob(shop, client));
        jobs.Register(new ImageRemoveJob(shop, _use));
    }

    /// <summary>The recipes that <see cref="BuildAsync"/> knows.</summary>
    public static IReadOnlyList<string> Recipes { get; } = [.. DebianRecipe.All.Select(static recipe => recipe.Name)];

    /// <summary>All images, by name.</summary>
    public async ValueTask<IReadOnlyList<GuestImage>> ListAsync(CancellationToken cancellationToken = default) =>
        [.. (await Task.WhenAll((await _shop.Catalog.ListAsync(cancellationToken)).Select(record => DescribeAsync(record, cancellationToken))))
            .OrderBy(static image => image.Name, StringComparer.Ordinal)];

    /// <summary>One image.</summary>
    /// <exception cref="CallerException"><c>image.not-found</c>.</exception>
    public async ValueTask<GuestImage> GetAsync(string name, CancellationToken cancellationToken = default) =>
        await DescribeAsync(await FindAsync(name, cancellationToken), cancellationToken);

    /// <summary>Builds an image from a distribution's own packages.</summary>
    /// <param name="recipe">Which: <c>debian-12</c>.</param>
    /// <param name="name">The image's name; null: the recipe's.</param>
    /// <param name="capacityBytes">How large a guest sees it; null: the recipe's own size.</param>
    /// <param name="rebuild">Whether an image of that name that is there is replaced; volumes that are backed by it keep it.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Ends the wait, not the job.</param>
    /// <returns>The job; null when the image is there already and is not to be rebuilt.</returns>
    /// <exception cref="CallerException">
    /// <c>image.unknown-recipe</c>, <c>image.bad-name</c>, <c>image.needs-root</c>, <c>storage.program-missing</c>, <c>storage.bad-size</c>,
    /// <c>image.being-made</c>.
    /// </exception>
    public async ValueTask<IRunningJob?> BuildAsync(
        string recipe, string? name, long? capacityBytes, bool rebuild, Caller by, CancellationToken cancellationToken = default)
    {
        var chosen = ImageBuildJob.RecipeFor(recipe);
        var image = VolumeName.Check(name ?? chosen.Name, ErrorCodes.Image.BadName);
        if (!rebuild && await _shop.Catalog.FindAsync(image, cancellationToken) is not null)
        {
            return null;
        }
        var capacity = VolumeCapacity.AtLeast(image, capacityBytes ?? DebianRecipe.DefaultCapacityBytes, DebianRecipe.SmallestCapacityBytes);
        BuildHost.Require(image, _shop.Programs.Catalog);
        return await StartAsync(ImageBuildJob.KindName, image,
            JsonSerializer.SerializeToUtf8Bytes(new ImageBuildInput(chosen.Name, image, capacity), StorageJson.Default.ImageBuildInput), by, cancellationToken);
    }

    /// <summary>Imports an image from an http or https URL or a file.</summary>
    /// <param name="name">The image's name.</param>
    /// <param name="source">A URL or an absolute path; what ends in <c>.xz</c> or <c>.gz</c> is unpacked.</param>
    /// <param name="checksum"><c>sha256:HEX</c> or <c>sha512:HEX</c> of the source as it is; null: it is not checked.</param>
    /// <param name="format"><c>qcow2</c> or <c>raw</c>; null: what its first bytes say.</param>
    /// <param name="osVariant">osinfo's short name of the system on it.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Ends the wait, not the job.</param>
    /// <exception cref="CallerException"><c>image.bad-name</c>, <c>image.exists</c>, <c>image.bad-source</c>, <c>image.bad-checksum</c>…</exception>
    public async ValueTask<IRunningJob> ImportAsync(
        string name, string source, string? checksum, string? format, string? osVariant, Caller by, CancellationToken cancellationToken = default)
    {
        VolumeName.Check(name, ErrorCodes.Image.BadName);
        if (ImportSource.PackingOf(source) == Packing.Xz)
        {
            _shop.Programs.Catalog.Find("xz");
        }
        _shop.Programs.Catalog.Find("qemu-img");
        var import = new ImageImportInput(name, source, checksum is null ? null : Checksum.Parse(checksum).ToString(), Format(format), osVariant);
        if (await _shop.Catalog.FindAsync(name, cancellationToken) is not null)
        {
            throw new CallerException(ErrorCodes.Image.Exists, ("name", name));
        }
        return await StartAsync(ImageImportJob.KindName, name,
            JsonSerializer.SerializeToUtf8Bytes(import, StorageJson.Default.ImageImportInput), by, cancellationToken);
    }

    /// <summary>Removes an image for good, as a job.</summary>
    /// <exception cref="CallerException"><c>image.not-found</c>, <c>image.in-use</c>, <c>image.being-cloned</c>, <c>image.being-made</c>.</exception>
    public async ValueTask<IRunningJob> StartRemoveAsync(string name, Caller by, CancellationToken cancellationToken = default)
    {
        await _use.RequireNoneAsync(await FindAsync(name, cancellationToken), cancellationToken);
        var input = JsonSerializer.SerializeToUtf8Bytes(new ImageRemoveInput(name), StorageJson.Default.ImageRemoveInput);
        return await StartAsync(ImageRemoveJob.KindName, name, input, by, cancellationToken);
    }

    internal Task StartAsync(CancellationToken cancellationToken) => _shop.Files.StartAsync(cancellationToken);

    /// <summary>Removes files of images that were built anew, once no volume is backed by them any more.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var record in await _shop.Catalog.ListAsync(cancellationToken))
        {
            foreach (var file in record.Superseded)
            {
                if (await _use.IsUsedAsync(file, cancellationToken))
                {
                    continue;
                }
                await _shop.Files.RemoveAsync(file, null, cancellationToken);
                await _shop.Catalog.ChangeAsync(record.Name, now => now is null ? null : now with { Superseded = now.Superseded.Remove(file, StringComparer.Ordinal) }, cancellationToken);
            }
        }
    }

    /// <summary>The file of an image, which stays until the lease is given back.</summary>
    internal async Task<(string Path, IDisposable Lease)> LeaseAsync(string name, CancellationToken cancellationToken)
    {
        while (true)
        {
            var record = await FindAsync(name, cancellationToken);
            var path = _shop.Files.PathOf(record.File);
            var lease = _use.Leases.Take(path);
            // Whoever removes it looks at the leases first: what is still there now stays.
            if (await _shop.Catalog.FindAsync(name, cancellationToken) is { } still && still.File == record.File)
            {
                return (path, lease);
            }
            lease.Dispose();
        }
    }

    private async ValueTask<IRunningJob> StartAsync(string kind, string image, byte[] input, Caller by, CancellationToken cancellationToken)
    {
        if (_jobs.List().FirstOrDefault(job => !job.HasEnded && job.Subject == image && job.Kind is ImageBuildJob.KindName or ImageImportJob.KindName or ImageRemoveJob.KindName) is { } other)
        {
            throw new CallerException(
                other.Kind == ImageRemoveJob.KindName ? ErrorCodes.Image.BeingRemoved : ErrorCodes.Image.BeingMade, ("name", image), ("job", other.Id.ToString()));
        }
        return await _jobs.StartAsync(kind, image, input, by, cancellationToken: cancellationToken);
    }

    /// <summary>What runs from an image; null where that is not known, also for a path in place of a name.</summary>
    internal async ValueTask<string?> SystemOfAsync(string name, CancellationToken cancellationToken) =>
        name.StartsWith('/') ? null : (await _shop.Catalog.FindAsync(name, cancellationToken))?.OsVariant;

    private async Task<ImageRecord> FindAsync(string name, CancellationToken cancellationToken) =>
        await _shop.Catalog.FindAsync(VolumeName.Check(name, ErrorCodes.Image.BadName), cancellationToken)
        ?? throw ImageUse.NotFound(name);

    private async Task<GuestImage> DescribeAsync(ImageRecord record, CancellationToken cancellationToken)
    {
        var path = _shop.Files.PathOf(record.File);
        return new GuestImage(
            record.Name, record.Title, record.Source, record.OsVariant, "qcow2", record.CapacityBytes,
            await _shop.Files.AllocationAsync(record.File, cancellationToken), record.Checksum, record.CreatedAt, path,
            await _users.KnownNamesAsync(path, cancellationToken));
    }

    private static string? Format(string? format) => format is null or "qcow2" or "raw" ? format
        : throw new CallerException(ErrorCodes.Storage.BadFormat, ("format", format));
}
