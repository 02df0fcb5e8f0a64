using Pando.Api.Client.Transport;
using Pando.Api.Images;
using Pando.Api.Jobs;
using Pando.Api.Json;
using Pando.Api.Machines;
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

    /// <summary>Defines one, new or changed.</summary>
    public Task<Pool> DefinePoolAsync(ReadOnlyMemory<byte> xml, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.Pools).WithBody(Xml, xml), PandoJson.Default.Pool, cancellationToken);

    /// <summary>Starts one without storing it.</summary>
    public Task<Pool> CreatePoolAsync(ReadOnlyMemory<byte> xml, bool build = false, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("POST", Query(ApiRoutes.Pools, (ApiQuery.Create, ApiQuery.Transient), (ApiQuery.Build, Flag(build)))).WithBody(Xml, xml),
            PandoJson.Default.Pool, cancellationToken);

    /// <summary>Its XML, with the version that a change of it names.</summary>
    public Task<string> GetPoolXmlAsync(string pool, bool inactive = false, CancellationToken cancellationToken = default) =>
        AskTextAsync(Question(Query(ApiRoutes.Fill(ApiRoutes.PoolXml, pool), (ApiQuery.Inactive, Flag(inactive)))), cancellationToken);

    /// <summary>Stores a new version of its definition.</summary>
    public Task<Pool> PutPoolXmlAsync(string pool, ReadOnlyMemory<byte> xml, int? ifVersion = null, CancellationToken cancellationToken = default) =>
        AskAsync(Change("PUT", ApiRoutes.Fill(ApiRoutes.PoolXml, pool)).With("If-Match", Tag(ifVersion)).WithBody(Xml, xml), PandoJson.Default.Pool, cancellationToken);

    /// <summary>Makes its volumes usable.</summary>
    public Task<Pool> StartPoolAsync(string pool, bool build = false, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", Query(ApiRoutes.Fill(ApiRoutes.PoolStart, pool), (ApiQuery.Build, Flag(build)))), PandoJson.Default.Pool, cancellationToken);

    /// <summary>Makes its volumes unusable.</summary>
    public Task<Pool> StopPoolAsync(string pool, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.Fill(ApiRoutes.PoolStop, pool)), PandoJson.Default.Pool, cancellationToken);

    /// <summary>Makes its directory.</summary>
    public Task<Pool> BuildPoolAsync(string pool, CancellationToken cancellationToken = default) =>
        AskAsync(Change("PUT", ApiRoutes.Fill(ApiRoutes.PoolDirectory, pool)), PandoJson.Default.Pool, cancellationToken);

    /// <summary>Removes its directory, which must be empty.</summary>
    public Task DeletePoolDirectoryAsync(string pool, CancellationToken cancellationToken = default) =>
        DoAsync(Change("DELETE", ApiRoutes.Fill(ApiRoutes.PoolDirectory, pool)), cancellationToken);

    /// <summary>Forgets its definition.</summary>
    public Task UndefinePoolAsync(string pool, CancellationToken cancellationToken = default) =>
        DoAsync(Change("DELETE", ApiRoutes.Fill(ApiRoutes.Pool, pool)), cancellationToken);

    /// <summary>Says whether it starts with the host.</summary>
    public Task<Pool> SetPoolAutostartAsync(string pool, bool enabled, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("PUT", ApiRoutes.Fill(ApiRoutes.PoolAutostart, pool), new AutostartRequest { Enabled = enabled }, PandoJson.Default.AutostartRequest),
            PandoJson.Default.Pool, cancellationToken);

    /// <summary>A volume as libvirt's volume XML.</summary>
    public Task<string> GetVolumeXmlAsync(string pool, string volume, CancellationToken cancellationToken = default) =>
        AskTextAsync(Question(ApiRoutes.Fill(ApiRoutes.VolumeXml, pool, volume)), cancellationToken);

    /// <summary>Starts to overwrite a volume with zeros.</summary>
    public Task<Job> StartVolumeWipeAsync(string pool, string volume, CancellationToken cancellationToken = default) =>
        StartJobAsync(Change("POST", ApiRoutes.Fill(ApiRoutes.VolumeWipe, pool, volume)), cancellationToken);

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
