using Pando.Api.Client.Transport;
using Pando.Api.Images;
using Pando.Api.Jobs;
using Pando.Api.Json;
using Pando.Api.Routes;
using Pando.Api.Storage;

namespace Pando.Api.Client;

public sealed partial class PandoClient
{
    /// <summary>The guest images, by name.</summary>
    public Task<IReadOnlyList<Image>> ListImagesAsync(CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Images), PandoJson.Default.IReadOnlyListImage, cancellationToken);

    /// <summary>One image.</summary>
    public Task<Image> GetImageAsync(string image, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.Image, image)), PandoJson.Default.Image, cancellationToken);

    /// <summary>Removes an image that nothing is linked to.</summary>
    public Task RemoveImageAsync(string image, CancellationToken cancellationToken = default) =>
        DoAsync(Change("DELETE", ApiRoutes.Fill(ApiRoutes.Image, image)), cancellationToken);

    /// <summary>Starts to build an image; null where it is there already and is not to be built anew.</summary>
    public Task<Job?> StartImageBuildAsync(ImageBuildRequest request, CancellationToken cancellationToken = default) =>
        StartJobIfNeededAsync(Change("POST", ApiRoutes.ImageBuild, request, PandoJson.Default.ImageBuildRequest), cancellationToken);

    /// <summary>Starts to fetch an image by http or https.</summary>
    public Task<Job> StartImageImportAsync(ImageImportRequest request, CancellationToken cancellationToken = default) =>
        StartJobAsync(Change("POST", ApiRoutes.ImageImport, request, PandoJson.Default.ImageImportRequest), cancellationToken);

    /// <summary>Sends an image file; the job that takes it in begins when all of it has come.</summary>
    public Task<Job> StartImageUploadAsync(
        ImageUpload upload, Stream content, long length, IProgress<long>? sent = null, CancellationToken cancellationToken = default)
    {
        var target = Query(
            ApiRoutes.ImageUpload, (ApiQuery.Name, upload.Name), (ApiQuery.Checksum, upload.Checksum),
            (ApiQuery.Format, upload.Format), (ApiQuery.OsVariant, upload.OsVariant));
        var total = 0L;
        var watched = new WatchedStream(content, count => sent?.Report(total += count));
        return StartJobAsync(Change("POST", target).WithBody("application/octet-stream", watched, length), cancellationToken);
    }

    /// <summary>The pools, by name.</summary>
    public Task<IReadOnlyList<Pool>> ListPoolsAsync(CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Pools), PandoJson.Default.IReadOnlyListPool, cancellationToken);

    /// <summary>One pool.</summary>
    public Task<Pool> GetPoolAsync(string pool, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.Pool, pool)), PandoJson.Default.Pool, cancellationToken);

    /// <summary>Looks at what is in a pool.</summary>
    public Task<Pool> RefreshPoolAsync(string pool, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.Fill(ApiRoutes.PoolRefresh, pool)), PandoJson.Default.Pool, cancellationToken);

    /// <summary>A pool's volumes, by name.</summary>
    public Task<IReadOnlyList<Volume>> ListVolumesAsync(string pool, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.Volumes, pool)), PandoJson.Default.IReadOnlyListVolume, cancellationToken);

    /// <summary>One volume.</summary>
    public Task<Volume> GetVolumeAsync(string pool, string volume, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.Volume, pool, volume)), PandoJson.Default.Volume, cancellationToken);

    /// <summary>Makes a volume.</summary>
    public Task<Volume> CreateVolumeAsync(string pool, VolumeRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.Fill(ApiRoutes.Volumes, pool), request, PandoJson.Default.VolumeRequest), PandoJson.Default.Volume, cancellationToken);

    /// <summary>Starts to make a volume.</summary>
    public Task<Job> StartVolumeCreateAsync(string pool, VolumeRequest request, CancellationToken cancellationToken = default) =>
        StartJobAsync(Change("POST", ApiRoutes.Fill(ApiRoutes.Volumes, pool), request, PandoJson.Default.VolumeRequest), cancellationToken);

    /// <summary>Makes a volume larger.</summary>
    public Task<Volume> ResizeVolumeAsync(string pool, string volume, VolumeResizeRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.Fill(ApiRoutes.VolumeResize, pool, volume), request, PandoJson.Default.VolumeResizeRequest), PandoJson.Default.Volume, cancellationToken);

    /// <summary>Deletes a volume that nothing uses.</summary>
    public Task DeleteVolumeAsync(string pool, string volume, CancellationToken cancellationToken = default) =>
        DoAsync(Change("DELETE", ApiRoutes.Fill(ApiRoutes.Volume, pool, volume)), cancellationToken);
}
