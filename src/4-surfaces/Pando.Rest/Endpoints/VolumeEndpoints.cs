using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Routes;
using Pando.Api.Storage;
using Pando.Domains;
using Pando.Model.Errors;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;
using Pando.Storage;

namespace Pando.Rest.Endpoints;

/// <summary>The volumes of a pool.</summary>
internal sealed class VolumeEndpoints(StorageVolumes volumes, IDomains domains, Callers callers, JobAnswers answers)
{
    private const string Group = "storage";
    private const string DefaultFormat = "qcow2";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Volumes, ListAsync)
            .About("listVolumes", Group, "The volumes of a pool, by name.").Answers<IReadOnlyList<Volume>>().Fails(StatusCodes.Status409Conflict).AsksPeer();
        api.MapPost(ApiRoutes.Volumes, CreateAsync)
            .About("createVolume", Group, "Makes a volume: empty, or from a guest image.")
            .TakesJson<VolumeRequest>().Answers<Volume>(StatusCodes.Status201Created).MayAnswerJob();
        api.MapGet(ApiRoutes.Volume, GetAsync)
            .About("getVolume", Group, "A volume, and the machines that use it.").Answers<Volume>().Fails(StatusCodes.Status409Conflict).AsksPeer();
        api.MapDelete(ApiRoutes.Volume, DeleteAsync)
            .About("deleteVolume", Group, "Deletes a volume for good; refused while a machine or another volume uses it.")
            .Produces(StatusCodes.Status204NoContent).MayAnswerJob();
        api.MapPost(ApiRoutes.VolumeResize, ResizeAsync)
            .About("resizeVolume", Group, "Makes a volume larger; refused while a machine that uses it runs.")
            .TakesJson<VolumeResizeRequest>().Answers<Volume>().MayAnswerJob();
        api.MapGet(ApiRoutes.VolumeXml, GetXmlAsync)
            .About("getVolumeXml", Group, "A volume as libvirt's volume XML.").AnswersXml().Fails(StatusCodes.Status409Conflict).AsksPeer();
        api.MapPost(ApiRoutes.VolumeWipe, WipeAsync)
            .About("wipeVolume", Group, "Overwrites a volume with zeros; refused while a machine or another volume uses it.").Answers<Volume>().MayAnswerJob();
    }

    private async Task<IResult> ListAsync(HttpContext http, string pool)
    {
        var users = DiskUsers.Of(domains, volumes);
        var list = await volumes.ListAsync(pool, http.RequestAborted);
        return JsonAnswer.Of<IReadOnlyList<Volume>>([.. list.Select(volume => StorageMapping.Of(volume, users))]);
    }

    private async Task<IResult> CreateAsync(HttpContext http, string pool)
    {
        var wish = await JsonBody.ReadAsync<VolumeRequest>(http);
        var request = new Model.Ports.VolumeRequest(
            pool, wish.Name, wish.Format ?? DefaultFormat, wish.CapacityBytes, wish.Image, wish.FullCopy, Guid.NewGuid().ToString("N"));
        var job = await volumes.StartCreateAsync(request, await callers.OfAsync(http), http.RequestAborted);
        return await answers.OfAsync(http, job, async _ =>
        {
            http.Response.Headers.Location = ApiRoutes.Fill(ApiRoutes.Volume, pool, wish.Name);
            return JsonAnswer.Of(await FindAsync(http, pool, wish.Name), StatusCodes.Status201Created);
        });
    }

    private async Task<IResult> GetAsync(HttpContext http, string pool, string volume) => JsonAnswer.Of(await FindAsync(http, pool, volume));

    private async Task<IResult> DeleteAsync(HttpContext http, string pool, string volume)
    {
        RequireUnused(await FindAsync(http, pool, volume));
        var job = await volumes.StartDeleteAsync(pool, volume, await callers.OfAsync(http), http.RequestAborted);
        return await answers.OfAsync(http, job, _ => Task.FromResult<IResult>(TypedResults.NoContent()));
    }

    private async Task<IResult> GetXmlAsync(HttpContext http, string pool, string volume) =>
        TypedResults.Text((await volumes.GetAsync(pool, volume, http.RequestAborted)).ToXml(), XmlBody.MediaType, Encoding.UTF8);

    private async Task<IResult> WipeAsync(HttpContext http, string pool, string volume)
    {
        RequireUnused(await FindAsync(http, pool, volume));
        var job = await volumes.StartWipeAsync(pool, volume, await callers.OfAsync(http), http.RequestAborted);
        return await answers.OfAsync(http, job, async _ => JsonAnswer.Of(await FindAsync(http, pool, volume)));
    }

    private static void RequireUnused(Volume volume)
    {
        if (volume.UsedBy.Count > 0)
        {
            throw new CallerException(ErrorCodes.Storage.VolumeOfMachine, ("path", volume.Path), ("users", string.Join(", ", volume.UsedBy)));
        }
    }

    private async Task<IResult> ResizeAsync(HttpContext http, string pool, string volume)
    {
        var wish = await JsonBody.ReadAsync<VolumeResizeRequest>(http);
        var found = await FindAsync(http, pool, volume);
        // A guest that runs keeps the size that it began with, and writes with it: grown under it, its disk would be torn.
        if (found.UsedBy.Select(domains.Find).FirstOrDefault(machine => machine?.State.HasProcess == true) is { } running)
        {
            throw new CallerException(ErrorCodes.Domain.StillRunning, ("name", running.Name));
        }
        var job = await volumes.StartGrowAsync(pool, volume, wish.CapacityBytes, await callers.OfAsync(http), cancellationToken: http.RequestAborted);
        return await answers.OfAsync(http, job, async _ => JsonAnswer.Of(await FindAsync(http, pool, volume)));
    }

    private async Task<Volume> FindAsync(HttpContext http, string pool, string volume) =>
        StorageMapping.Of(await volumes.GetAsync(pool, volume, http.RequestAborted), DiskUsers.Of(domains, volumes));
}
