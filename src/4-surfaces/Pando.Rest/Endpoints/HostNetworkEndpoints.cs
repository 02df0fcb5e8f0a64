using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Host;
using Pando.Api.Routes;
using Pando.Networks.HostNetwork;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>The host's own network: what it is, and changes of it that are taken back unless they are confirmed.</summary>
internal sealed class HostNetworkEndpoints(HostNetworking network, Callers callers)
{
    private const string Group = "host";
    private const int UsualSeconds = 60;

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.HostNetwork, (Delegate)Get).About("getHostNetwork", Group, "The host's network devices, and the change that waits to be confirmed.").Answers<HostNetwork>();
        api.MapPost(ApiRoutes.HostNetworkChanges, (Delegate)ChangeAsync)
            .About("changeHostNetwork", Group, "Makes a bridge over a card, a VLAN, a bond, or removes one. It is in force at once, and taken back unless it is confirmed in time.")
            .TakesJson<HostNetworkChangeRequest>().Answers<HostNetworkPending>().Fails(StatusCodes.Status409Conflict, StatusCodes.Status501NotImplemented);
        api.MapPost(ApiRoutes.HostNetworkConfirm, (Delegate)ConfirmAsync)
            .About("confirmHostNetwork", Group, "Confirms the change: it is written to the host's configuration.").Answers<HostNetworkPending>().Fails(StatusCodes.Status409Conflict);
        api.MapPost(ApiRoutes.HostNetworkRevert, (Delegate)RevertAsync)
            .About("revertHostNetwork", Group, "Takes the change back now.").Answers<HostNetworkPending>().Fails(StatusCodes.Status409Conflict);
    }

    private IResult Get() => JsonAnswer.Of(HostNetworkMapping.Of(network.Read()));

    private async Task<IResult> ChangeAsync(HttpContext http)
    {
        var request = await JsonBody.ReadAsync<HostNetworkChangeRequest>(http);
        var change = HostNetworkMapping.Of(request);
        return JsonAnswer.Of(HostNetworkMapping.Of(
            await network.ChangeAsync(change, request.ConfirmWithinSeconds ?? UsualSeconds, await callers.OfAsync(http), http.RequestAborted)));
    }

    private async Task<IResult> ConfirmAsync(HttpContext http) => JsonAnswer.Of(HostNetworkMapping.Of(await network.ConfirmAsync(http.RequestAborted)));

    private async Task<IResult> RevertAsync(HttpContext http) => JsonAnswer.Of(HostNetworkMapping.Of(await network.RevertAsync(http.RequestAborted)));
}
