using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Images;
using Pando.Api.Routes;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;
using Pando.Storage;

namespace Pando.Rest.Endpoints;

/// <summary>Guest images: look at, build, import, remove.</summary>
internal sealed class ImageEndpoints(GuestImages images, Callers callers, JobAnswers answers)
{
    private const string Group = "images";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Images, (Delegate)ListAsync).About("listImages", Group, "Every guest image, by name.").Answers<IReadOnlyList<Image>>();
        api.MapGet(ApiRoutes.Image, GetAsync).About("getImage", Group, "A guest image.").Answers<Image>();
        api.MapDelete(ApiRoutes.Image, RemoveAsync)
            .About("removeImage", Group, "Removes a guest image; refused while volumes are linked to it.").Produces(StatusCodes.Status204NoContent);
        api.MapPost(ApiRoutes.ImageBuild, (Delegate)BuildAsync)
            .About("buildImage", Group, "Builds a guest image from a distribution's packages; one that is there is answered at once.")
            .TakesJson<ImageBuildRequest>().Answers<Image>().MayAnswerJob();
        api.MapPost(ApiRoutes.ImageImport, (Delegate)ImportAsync)
            .About("importImage", Group, "Imports a guest image from a URL or a file of the host.")
            .TakesJson<ImageImportRequest>().Answers<Image>().MayAnswerJob();
    }

    private async Task<IResult> ListAsync(HttpContext http)
    {
        var list = await images.ListAsync(http.RequestAborted);
        return JsonAnswer.Of<IReadOnlyList<Image>>([.. list.Select(StorageMapping.Of)]);
    }

    private async Task<IResult> GetAsync(HttpContext http, string image) => await AnswerAsync(http, image);

    private async Task<IResult> RemoveAsync(HttpContext http, string image)
    {
        await images.RemoveAsync(image, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private async Task<IResult> BuildAsync(HttpContext http)
    {
        var request = await JsonBody.ReadAsync<ImageBuildRequest>(http);
        var job = await images.BuildAsync(
            request.Recipe, request.Name, request.CapacityBytes, request.Rebuild, await callers.OfAsync(http), http.RequestAborted);
        var name = request.Name ?? request.Recipe;
        return job is null ? await AnswerAsync(http, name) : await answers.OfAsync(http, job, _ => AnswerAsync(http, name));
    }

    private async Task<IResult> ImportAsync(HttpContext http)
    {
        var request = await JsonBody.ReadAsync<ImageImportRequest>(http);
        var job = await images.ImportAsync(
            request.Name, request.Source, request.Checksum, request.Format, request.OsVariant, await callers.OfAsync(http), http.RequestAborted);
        return await answers.OfAsync(http, job, _ => AnswerAsync(http, request.Name));
    }

    private async Task<IResult> AnswerAsync(HttpContext http, string name) =>
        JsonAnswer.Of(StorageMapping.Of(await images.GetAsync(name, http.RequestAborted)));
}
