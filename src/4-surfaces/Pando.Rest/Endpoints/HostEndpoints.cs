using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Host;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model.Ports;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>The host: what it is, and how well it can run machines.</summary>
internal sealed class HostEndpoints(IHostReport host, IDomains domains, TimeProvider time)
{
    private const string Group = "host";
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Host, (Delegate)GetAsync)
            .About("getHost", Group, "The host: its hardware, and what runs on it.").Answers<HostFacts>().AsksPeer();
        api.MapGet(ApiRoutes.HostCheck, (Delegate)CheckAsync)
            .About("checkHost", Group, "Whether and how well this host can run machines.").Answers<HostCheckReport>().AsksPeer();
        api.MapGet(ApiRoutes.HostUsage, (Delegate)Usage)
            .About("getHostUsage", Group, "How much of the host's processors and memory is used.").Answers<HostUsage>();
    }

    private async Task<IResult> GetAsync(HttpContext http)
    {
        var node = await host.NodeAsync(http.RequestAborted);
        return JsonAnswer.Of(HostMapping.Of(node, domains.List(), _startedAt, Language.Of(http.Request)));
    }

    private IResult Usage() => JsonAnswer.Of(HostUsageMapping.Of(host.Usage()));

    private async Task<IResult> CheckAsync(HttpContext http) =>
        JsonAnswer.Of(HostMapping.Of(await host.CheckAsync(http.RequestAborted), Language.Of(http.Request)));
}
