using System.ComponentModel;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Api.Storage;
using Pando.Model.Errors;
using Pando.Model.Xml.Pools;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;
using Pando.Storage;
using Pando.Storage.Pools;

namespace Pando.Rest.Endpoints;

/// <summary>Pools: list, look at, look again; define, start, stop, remove; their directories.</summary>
internal sealed class PoolEndpoints(StoragePools pools, Callers callers, RestOptions options)
{
    private const string Group = "storage";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Pools, (Delegate)ListAsync).About("listPools", Group, "Every pool of this host, by name.").Answers<IReadOnlyList<Pool>>().AsksPeer();
        api.MapPost(ApiRoutes.Pools, DefineAsync)
            .About("definePool", Group, "Defines a pool from libvirt's pool XML: a new one, or a new version.").TakesXml(options).Answers<Pool>().HeedsVersion().AsksPeer();
        api.MapGet(ApiRoutes.Pool, GetAsync).About("getPool", Group, "A pool as it was last seen, by its name or its uuid.").Answers<Pool>().AsksPeer();
        api.MapDelete(ApiRoutes.Pool, UndefineAsync)
            .About("undefinePool", Group, "Forgets the definition of a pool that is not active; its directory stays as it is.")
            .Produces(StatusCodes.Status204NoContent).HeedsVersion();
        api.MapGet(ApiRoutes.PoolXml, GetXmlAsync)
            .About("getPoolXml", Group, "The definition as libvirt's pool XML; in force, with how much it holds, while the pool is active.").AnswersXml().AsksPeer();
        api.MapPut(ApiRoutes.PoolXml, PutXmlAsync)
            .About("putPoolXml", Group, "Stores a new version of the definition.").TakesXml(options).Answers<Pool>().HeedsVersion().AsksPeer();
        api.MapPost(ApiRoutes.PoolStart, StartAsync)
            .About("startPool", Group, "Makes a pool's volumes usable.").Answers<Pool>().Fails(StatusCodes.Status409Conflict, StatusCodes.Status507InsufficientStorage).AsksPeer();
        api.MapPost(ApiRoutes.PoolStop, StopAsync)
            .About("stopPool", Group, "Makes a pool's volumes unusable; nothing happens to them.").Answers<Pool>().Fails(StatusCodes.Status409Conflict).AsksPeer();
        api.MapPut(ApiRoutes.PoolDirectory, BuildAsync)
            .About("buildPool", Group, "Makes the directory of a pool that is not active.").Answers<Pool>()
            .Fails(StatusCodes.Status409Conflict, StatusCodes.Status507InsufficientStorage).AsksPeer();
        api.MapDelete(ApiRoutes.PoolDirectory, DeleteAsync)
            .About("deletePoolDirectory", Group, "Removes the directory of a pool that is not active, which must be empty.")
            .Produces(StatusCodes.Status204NoContent).Fails(StatusCodes.Status409Conflict).AsksPeer();
        api.MapPut(ApiRoutes.PoolAutostart, SetAutostartAsync)
            .About("setPoolAutostart", Group, "Sets whether a pool starts with the host.").TakesJson<AutostartRequest>().Answers<Pool>()
            .Fails(StatusCodes.Status409Conflict).AsksPeer();
        api.MapPost(ApiRoutes.PoolRefresh, RefreshAsync)
            .About("refreshPool", Group, "Looks at a pool anew.").Answers<Pool>().Fails(StatusCodes.Status409Conflict).AsksPeer();
    }

    private async Task<IResult> ListAsync(HttpContext http)
    {
        var states = await pools.ListAsync(http.RequestAborted);
        return JsonAnswer.Of<IReadOnlyList<Pool>>([.. states.Select(StorageMapping.Of)]);
    }

    private async Task<IResult> DefineAsync(
        HttpContext http,
        [Query(ApiQuery.Create), Description("transient: starts the pool without storing it.")] string? create,
        [Query(ApiQuery.Build), Description("Makes the directory of a transient pool first.")] bool? build)
    {
        var xml = await XmlBody.ReadAsync(http);
        var by = await callers.OfAsync(http);
        return create switch
        {
            null => await AnswerAsync(http, await pools.DefineAsync(xml, VersionPrecondition.Of(http.Request), by, cancellationToken: http.RequestAborted)),
            ApiQuery.Transient => await AnswerAsync(http, await pools.CreateAsync(xml, build == true, by, http.RequestAborted)),
            _ => throw new CallerException(ErrorCodes.Request.Invalid, ("what", ApiQuery.Create), ("reason", create)),
        };
    }

    private async Task<IResult> GetAsync(HttpContext http, string pool) =>
        JsonAnswer.Of(StorageMapping.Of(await pools.GetAsync(pool, http.RequestAborted)));

    private async Task<IResult> UndefineAsync(HttpContext http, string pool)
    {
        await pools.UndefineAsync(pools.Entry(pool).Id, VersionPrecondition.Of(http.Request), await callers.OfAsync(http), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private async Task<IResult> GetXmlAsync(
        HttpContext http, string pool, [Query(ApiQuery.Inactive), Description("What the next start uses, also while it is active.")] bool? inactive) =>
        TypedResults.Text(await pools.XmlAsync(pool, inactive == true, http.RequestAborted), XmlBody.MediaType, Encoding.UTF8);

    private async Task<IResult> PutXmlAsync(HttpContext http, string pool)
    {
        var xml = await XmlBody.ReadAsync(http);
        var known = pools.Entry(pool);
        var named = PoolXml.Read(xml);
        if (named.Id != known.Id)
        {
            // The path says which pool is meant; a definition of another one is a mistake, not a wish.
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", http.Request.Path), ("reason", $"{named.Name} ({named.Id}) ≠ {known.Name} ({known.Id})"));
        }
        return await AnswerAsync(http, await pools.DefineAsync(xml, VersionPrecondition.Of(http.Request), await callers.OfAsync(http), "edit", http.RequestAborted));
    }

    private async Task<IResult> StartAsync(HttpContext http, string pool, [Query(ApiQuery.Build), Description("Makes its directory first.")] bool? build) =>
        await AnswerAsync(http, await pools.StartAsync(pools.Entry(pool).Id, build == true, await callers.OfAsync(http), http.RequestAborted));

    private async Task<IResult> StopAsync(HttpContext http, string pool)
    {
        var stopped = await pools.StopAsync(pools.Entry(pool).Id, await callers.OfAsync(http), http.RequestAborted);
        // One that is not stored is gone by then.
        return stopped.IsPersistent ? await AnswerAsync(http, stopped) : JsonAnswer.Of(StorageMapping.Of(stopped with { Live = null, Asked = stopped.Live }) with { Persistent = false, Version = null });
    }

    private async Task<IResult> BuildAsync(HttpContext http, string pool) =>
        await AnswerAsync(http, await pools.BuildAsync(pools.Entry(pool).Id, await callers.OfAsync(http), http.RequestAborted));

    private async Task<IResult> DeleteAsync(HttpContext http, string pool)
    {
        await pools.DeleteAsync(pools.Entry(pool).Id, await callers.OfAsync(http), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private async Task<IResult> SetAutostartAsync(HttpContext http, string pool)
    {
        var wish = await JsonBody.ReadAsync<AutostartRequest>(http);
        return await AnswerAsync(http, await pools.SetAutostartAsync(pools.Entry(pool).Id, wish.Enabled, http.RequestAborted));
    }

    private async Task<IResult> RefreshAsync(HttpContext http, string pool) =>
        JsonAnswer.Of(StorageMapping.Of(await pools.RefreshAsync(pool, http.RequestAborted)));

    private async Task<IResult> AnswerAsync(HttpContext http, PoolEntry pool) =>
        JsonAnswer.Of(StorageMapping.Of(await pools.GetAsync(pool.Id.ToString(), http.RequestAborted)));
}
