using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Images;
using Pando.Api.Routes;
using Pando.Model.Ports;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;
using Pando.Rest.Streams;
using Pando.Storage;
using Pando.Storage.Images;

namespace Pando.Rest.Endpoints;

/// <summary>Guest images: list, build, import, upload, remove.</summary>
internal sealed class ImageEndpoints(GuestImages images, Callers callers, JobAnswers answers, Uploads uploads, RestOptions options)
{
    private const string Group = "images";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Images, (Delegate)ListAsync)
            .About("listImages", Group, "Every guest image of this host, by name.").Answers<IReadOnlyList<Image>>().AsksPeer();
        api.MapGet(ApiRoutes.Image, GetAsync)
            .About("getImage", Group, "A guest image, and the volumes that are linked to it.").Answers<Image>().AsksPeer();
        api.MapDelete(ApiRoutes.Image, RemoveAsync)
            .About("removeImage", Group, "Removes an image; refused while volumes are linked to it.").Produces(StatusCodes.Status204NoContent).MayAnswerJob();
        api.MapPost(ApiRoutes.ImageBuild, (Delegate)BuildAsync)
            .About("buildImage", Group, "Builds an image from a distribution's own packages.")
            .TakesJson<ImageBuildRequest>().Answers<Image>().MayAnswerJob();
        api.MapPost(ApiRoutes.ImageImport, (Delegate)ImportAsync)
            .About("importImage", Group, "Fetches an image by http or https, or from a file of the host.").TakesJson<ImageImportRequest>().Answers<Image>().MayAnswerJob();
        api.MapPost(ApiRoutes.ImageUpload, UploadAsync)
            .About("uploadImage", Group, "Takes an image as the body, packed with xz or gzip or not at all.")
            .Accepts<byte[]>("application/octet-stream").WithMetadata(new BodyLimit(options.UploadBytes)).Answers<Image>().MayAnswerJob();
    }

    private async Task<IResult> ListAsync(HttpContext http)
    {
        var list = await images.ListAsync(http.RequestAborted);
        return JsonAnswer.Of<IReadOnlyList<Image>>([.. list.Select(Map)]);
    }

    private Task<IResult> GetAsync(HttpContext http, string image) => AnswerAsync(http, image);

    private async Task<IResult> RemoveAsync(HttpContext http, string image)
    {
        var job = await images.StartRemoveAsync(image, await callers.OfAsync(http), http.RequestAborted);
        return await answers.OfAsync(http, job, _ => Task.FromResult<IResult>(TypedResults.NoContent()));
    }

    private async Task<IResult> BuildAsync(HttpContext http)
    {
        var wish = await JsonBody.ReadAsync<ImageBuildRequest>(http);
        var by = await callers.OfAsync(http);
        var name = wish.Name ?? wish.Recipe;
        return await images.BuildAsync(wish.Recipe, wish.Name, wish.CapacityBytes, wish.Rebuild, by, http.RequestAborted) is { } job
            ? await answers.OfAsync(http, job, _ => AnswerAsync(http, name))
            : await AnswerAsync(http, name);
    }

    private async Task<IResult> ImportAsync(HttpContext http)
    {
        var wish = await JsonBody.ReadAsync<ImageImportRequest>(http);
        var by = await callers.OfAsync(http);
        var job = await images.ImportAsync(wish.Name, wish.Source, wish.Checksum, wish.Format, wish.OsVariant, by, http.RequestAborted);
        return await answers.OfAsync(http, job, _ => AnswerAsync(http, wish.Name));
    }

    private async Task<IResult> UploadAsync(
        HttpContext http,
        [Query(ApiQuery.Name), Description("The image's name.")] string name,
        [Query(ApiQuery.Checksum), Description("What the body must hash to: sha256: or sha512: and hexadecimal digits.")] string? checksum,
        [Query(ApiQuery.Format), Description("qcow2 or raw; absent: what its first bytes say.")] string? format,
        [Query(ApiQuery.OsVariant), Description("osinfo's short name of the system on it.")] string? osVariant)
    {
        var by = await callers.OfAsync(http);
        var path = await uploads.TakeAsync(http);
        IRunningJob job;
        try
        {
            job = await images.ImportAsync(name, path, checksum, format, osVariant, by, http.RequestAborted);
        }
        catch
        {
            Uploads.Discard(path);
            throw;
        }
        DiscardAfter(job, path);
        return await answers.OfAsync(http, job, _ => AnswerAsync(http, name));
    }

    private async Task<IResult> AnswerAsync(HttpContext http, string name) =>
        JsonAnswer.Of(Map(await images.GetAsync(name, http.RequestAborted)));

    private Image Map(GuestImage image) => ImageMapping.Of(image, uploads.Has(image.Source));

    private static void DiscardAfter(IRunningJob job, string path) => _ = job.Completion.ContinueWith(
        _ => Uploads.Discard(path), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
