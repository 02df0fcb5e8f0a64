using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Host;
using Pando.Api.Routes;
using Pando.Model.Errors;
using Pando.Model.Host;
using Pando.Model.Ports;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;
using HostMemory = Pando.Api.Host.HostMemory;

namespace Pando.Rest.Endpoints;

/// <summary>How the host deals with the memory of machines: merging of equal pages, huge pages.</summary>
internal sealed class HostMemoryEndpoints(IHostMemory memory)
{
    private const string Group = "host";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.HostMemory, (Delegate)Get)
            .About("getHostMemory", Group, "Merging of equal pages, and huge pages.").Answers<HostMemory>();
        api.MapPut(ApiRoutes.MergedPages, (Delegate)MergeAsync)
            .About("setMergedPages", Group, "Changes the merging of equal pages until the host restarts.").TakesJson<MergedPagesRequest>().Answers<HostMemory>().Fails(StatusCodes.Status501NotImplemented);
        api.MapPut(ApiRoutes.HugePages, (Delegate)SetHugePagesAsync)
            .About("setHugePages", Group, "Makes or takes away huge pages until the host restarts.").TakesJson<HugePagesRequest>().Answers<HostMemory>();
    }

    private IResult Get() => JsonAnswer.Of(HostMemoryMapping.Of(memory.Read()));

    private async Task<IResult> MergeAsync(HttpContext http)
    {
        var request = await JsonBody.ReadAsync<MergedPagesRequest>(http);
        Demand(request.PagesToScan is null or > 0, "pagesToScan");
        Demand(request.SleepMilliseconds is null or >= 0, "sleepMilliseconds");
        return JsonAnswer.Of(HostMemoryMapping.Of(memory.Change(
            new MergedPagesChange(request.Running, request.PagesToScan, request.SleepMilliseconds, request.MergeAcrossNodes, request.Unmerge))));
    }

    private async Task<IResult> SetHugePagesAsync(HttpContext http)
    {
        var request = await JsonBody.ReadAsync<HugePagesRequest>(http);
        Demand(request.PageKiB > 0, "pageKiB");
        Demand(request.Count >= 0, "count");
        return JsonAnswer.Of(HostMemoryMapping.Of(memory.SetHugePages(request.Node, request.PageKiB, request.Count)));
    }

    private static void Demand(bool good, string what)
    {
        if (!good)
        {
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", what), ("reason", "< 0"));
        }
    }
}
