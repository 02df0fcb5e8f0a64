using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Routes;
using Pando.Api.Storage;
using Pando.Domains;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Storage;

namespace Pando.Rest.Endpoints;

/// <summary>The volumes of a pool.</summary>
internal sealed class VolumeEndpoints(StorageVolumes volumes, IDomains domains)
{
    private const string Group = "storage";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Volumes, ListAsync).About("listVolumes", Group, "The volumes of a pool, by name.").Answers<IReadOnlyList<Volume>>();
        api.MapGet(ApiRoutes.Volume, GetAsync).About("getVolume", Group, "A volume, and the machines that use it.").Answers<Volume>();
    }

    private async Task<IResult> ListAsync(HttpContext http, string pool)
    {
        var users = DiskUsers.Of(domains);
        var list = await volumes.ListAsync(pool, http.RequestAborted);
        return JsonAnswer.Of<IReadOnlyList<Volume>>([.. list.Select(volume => StorageMapping.Of(volume, users))]);
    }

    private async Task<IResult> GetAsync(HttpContext http, string pool, string volume) =>
        JsonAnswer.Of(StorageMapping.Of(await volumes.GetAsync(pool, volume, http.RequestAborted), DiskUsers.Of(domains)));
}
