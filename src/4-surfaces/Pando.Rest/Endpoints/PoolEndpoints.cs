using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Routes;
using Pando.Api.Storage;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Storage;

namespace Pando.Rest.Endpoints;

/// <summary>Pools: list, look at, look again.</summary>
internal sealed class PoolEndpoints(StoragePools pools)
{
    private const string Group = "storage";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Pools, (Delegate)ListAsync).About("listPools", Group, "Every pool of this host, by name.").Answers<IReadOnlyList<Pool>>().AsksPeer();
        api.MapGet(ApiRoutes.Pool, GetAsync).About("getPool", Group, "A pool as it was last seen.").Answers<Pool>().AsksPeer();
        api.MapPost(ApiRoutes.PoolRefresh, RefreshAsync).About("refreshPool", Group, "Looks at a pool anew.").Answers<Pool>().AsksPeer();
    }

    private async Task<IResult> ListAsync(HttpContext http)
    {
        var states = await pools.ListAsync(http.RequestAborted);
        return JsonAnswer.Of<IReadOnlyList<Pool>>([.. states.Select(StorageMapping.Of)]);
    }

    private async Task<IResult> GetAsync(HttpContext http, string pool) =>
        JsonAnswer.Of(StorageMapping.Of(await pools.GetAsync(pool, http.RequestAborted)));

    private async Task<IResult> RefreshAsync(HttpContext http, string pool) =>
        JsonAnswer.Of(StorageMapping.Of(await pools.RefreshAsync(pool, http.RequestAborted)));
}
