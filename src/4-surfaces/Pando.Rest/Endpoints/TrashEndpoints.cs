using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Api.Trash;
using Pando.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Networks;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>The trash: look at, restore, empty.</summary>
internal sealed class TrashEndpoints(IDomains domains, INetworks networks, Callers callers, JobAnswers answers, RestOptions options)
{
    private const string Group = "trash";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Trash, (Delegate)ListAsync)
            .About("listTrash", Group, "What is in the trash, newest first.").Answers<IReadOnlyList<TrashItem>>();
        api.MapDelete(ApiRoutes.Trash, (Delegate)EmptyAsync)
            .About("emptyTrash", Group, "Deletes everything in the trash for good.").Produces(StatusCodes.Status204NoContent).KeepsReason()
            .Fails(StatusCodes.Status409Conflict).AsksPeer();
        api.MapGet(ApiRoutes.TrashItem, GetAsync)
            .About("getTrashItem", Group, "One thing in the trash, by id or by name.").Answers<TrashItem>();
        api.MapDelete(ApiRoutes.TrashItem, PurgeAsync)
            .About("purgeTrashItem", Group, "Deletes it for good.").Produces(StatusCodes.Status204NoContent).MayAnswerJob();
        api.MapPost(ApiRoutes.TrashRestore, RestoreAsync)
            .About("restoreTrashItem", Group, "Takes it out of the trash with its files, under its name or another. A network is answered as one.")
            .TakesJson<RestoreRequest>(optional: true).Answers<Machine>().MayAnswerJob();
    }

    private async Task<IResult> ListAsync(HttpContext http) => JsonAnswer.Of<IReadOnlyList<TrashItem>>([.. (await AllAsync(http.RequestAborted)).Select(Shown)]);

    private async Task<IResult> EmptyAsync(HttpContext http)
    {
        var by = await callers.OfAsync(http);
        Exception? first = null;
        foreach (var thing in await AllAsync(http.RequestAborted))
        {
            try
            {
                ITrash trash = thing.Kind == TrashMapping.Network ? networks : new DomainTrash(domains);
                await trash.PurgeAsync(thing.Item.TrashId, by, http.RequestAborted);
            }
            catch (PandoException failure)
            {
                // What can be deleted is; the answer tells of the first that could not.
                first ??= failure;
            }
        }
        if (first is not null)
        {
            ExceptionDispatchInfo.Throw(first);
        }
        return TypedResults.NoContent();
    }

    private async Task<IResult> GetAsync(HttpContext http, string item) => JsonAnswer.Of(Shown(await FindAsync(item, http.RequestAborted)));

    private async Task<IResult> PurgeAsync(HttpContext http, string item)
    {
        var found = await FindAsync(item, http.RequestAborted);
        var by = await callers.OfAsync(http);
        if (found.Kind == TrashMapping.Network)
        {
            await networks.PurgeAsync(found.Item.TrashId, by, http.RequestAborted);
            return TypedResults.NoContent();
        }
        var task = await domains.PurgeAsync(found.Item.TrashId, by, http.RequestAborted);
        return await answers.OfAsync(http, task, _ => TypedResults.NoContent());
    }

    private async Task<IResult> RestoreAsync(HttpContext http, string item)
    {
        var wish = await JsonBody.ReadOrNoneAsync<RestoreRequest>(http);
        var found = await FindAsync(item, http.RequestAborted);
        var by = await callers.OfAsync(http);
        if (found.Kind == TrashMapping.Network)
        {
            var network = await networks.RestoreAsync(found.Item.TrashId, wish?.Name, by, http.RequestAborted);
            return JsonAnswer.Of(NetworkMapping.Of(network, networks.UseOf(network.Id)));
        }
        var task = await domains.RestoreAsync(found.Item.TrashId, wish?.Name, by, http.RequestAborted);
        return await answers.OfAsync(http, task, view => MachineAnswer.Of(http, view));
    }

    private TrashItem Shown(Thing thing) => TrashMapping.Of(thing.Item, options.TrashRetention, thing.Kind);

    private async Task<IReadOnlyList<Thing>> AllAsync(CancellationToken cancellationToken) =>
    [
        .. (await domains.ListTrashAsync(cancellationToken)).Select(static item => new Thing(TrashMapping.Machine, item))
            .Concat((await networks.ListTrashAsync(cancellationToken)).Select(static item => new Thing(TrashMapping.Network, item)))
            .OrderByDescending(static thing => thing.Item.At),
    ];

    private async Task<Thing> FindAsync(string idOrName, CancellationToken cancellationToken)
    {
        var things = await AllAsync(cancellationToken);
        var named = things.Where(thing => thing.Item.Definition.Name == idOrName).ToArray();
        return things.FirstOrDefault(thing => thing.Item.TrashId == idOrName) ?? named switch
        {
            [var only] => only,
            [] => throw new CallerException(ErrorCodes.Domain.NotInTrash, ("name", idOrName)),
            _ => throw new CallerException(
                ErrorCodes.Request.Invalid, ("what", idOrName), ("reason", string.Join(", ", named.Select(thing => $"{thing.Item.TrashId} ({thing.Kind})")))),
        };
    }

    private sealed record Thing(string Kind, TrashedDefinition Item);
}
