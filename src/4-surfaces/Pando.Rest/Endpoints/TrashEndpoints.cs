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
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>The trash: look at, restore, empty.</summary>
internal sealed class TrashEndpoints(IDomains domains, Callers callers, JobAnswers answers, RestOptions options)
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
            .About("restoreTrashItem", Group, "Takes it out of the trash with its files, under its name or another.")
            .TakesJson<RestoreRequest>(optional: true).Answers<Machine>().MayAnswerJob();
    }

    private async Task<IResult> ListAsync(HttpContext http)
    {
        var items = await domains.ListTrashAsync(http.RequestAborted);
        return JsonAnswer.Of<IReadOnlyList<TrashItem>>([.. items.Select(item => TrashMapping.Of(item, options.TrashRetention))]);
    }

    private async Task<IResult> EmptyAsync(HttpContext http)
    {
        var by = await callers.OfAsync(http);
        Exception? first = null;
        foreach (var item in await domains.ListTrashAsync(http.RequestAborted))
        {
            try
            {
                var task = await domains.PurgeAsync(item.TrashId, by, http.RequestAborted);
                await task.Completion.WaitAsync(http.RequestAborted);
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

    private async Task<IResult> GetAsync(HttpContext http, string item) =>
        JsonAnswer.Of(TrashMapping.Of(await FindAsync(item, http.RequestAborted), options.TrashRetention));

    private async Task<IResult> PurgeAsync(HttpContext http, string item)
    {
        var found = await FindAsync(item, http.RequestAborted);
        var task = await domains.PurgeAsync(found.TrashId, await callers.OfAsync(http), http.RequestAborted);
        return await answers.OfAsync(http, task, _ => TypedResults.NoContent());
    }

    private async Task<IResult> RestoreAsync(HttpContext http, string item)
    {
        var wish = await JsonBody.ReadOrNoneAsync<RestoreRequest>(http);
        var found = await FindAsync(item, http.RequestAborted);
        var task = await domains.RestoreAsync(found.TrashId, wish?.Name, await callers.OfAsync(http), http.RequestAborted);
        return await answers.OfAsync(http, task, view => MachineAnswer.Of(http, view));
    }

    private async Task<TrashedDefinition> FindAsync(string idOrName, CancellationToken cancellationToken)
    {
        var items = await domains.ListTrashAsync(cancellationToken);
        var named = items.Where(item => item.Definition.Name == idOrName).ToArray();
        return items.FirstOrDefault(item => item.TrashId == idOrName) ?? named switch
        {
            [var only] => only,
            [] => throw new CallerException(ErrorCodes.Domain.NotInTrash, ("name", idOrName)),
            _ => throw new CallerException(
                ErrorCodes.Request.Invalid, ("what", idOrName), ("reason", string.Join(", ", named.Select(item => item.TrashId)))),
        };
    }
}
