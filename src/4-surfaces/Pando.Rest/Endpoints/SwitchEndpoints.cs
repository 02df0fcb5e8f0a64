using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Networks;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Linux.Networking;
using Pando.Model.Errors;
using Pando.Networks;
using Pando.Networks.OpenVSwitch;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>Bridges of Open vSwitch, and tunnels between those of several hosts: what of them is kept in its database.</summary>
internal sealed class SwitchEndpoints(SwitchBridges bridges, INetworks networks, IDomains domains)
{
    private const string Group = "networks";
    private const int LeastMtu = 68;
    private const int MostMtu = 65535;

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost(ApiRoutes.Bridges, (Delegate)AddAsync)
            .About("addBridge", Group, "Makes a bridge of Open vSwitch, which lasts until it is removed.").TakesJson<BridgeRequest>().Answers<Bridge>().Fails(StatusCodes.Status409Conflict);
        api.MapDelete(ApiRoutes.Bridge, RemoveAsync)
            .About("removeBridge", Group, "Removes a bridge of Open vSwitch that no machine and no active network is on.").Produces(StatusCodes.Status204NoContent)
            .Fails(StatusCodes.Status404NotFound).Fails(StatusCodes.Status409Conflict);
        api.MapGet(ApiRoutes.Tunnels, (Delegate)TunnelsAsync).About("listTunnels", Group, "The tunnels of bridges of Open vSwitch to those of other hosts.").Answers<IReadOnlyList<BridgeTunnel>>();
        api.MapPost(ApiRoutes.Tunnels, (Delegate)AddTunnelAsync)
            .About("addTunnel", Group, "Makes a tunnel, which lasts until it is removed.").TakesJson<BridgeTunnel>().Answers<BridgeTunnel>().Fails(StatusCodes.Status404NotFound).Fails(StatusCodes.Status409Conflict);
        api.MapDelete(ApiRoutes.Tunnel, RemoveTunnelAsync).About("removeTunnel", Group, "Removes a tunnel.").Produces(StatusCodes.Status204NoContent).Fails(StatusCodes.Status404NotFound);
    }

    private async Task<IResult> AddAsync(HttpContext http)
    {
        var wish = await JsonBody.ReadAsync<BridgeRequest>(http);
        var made = await bridges.AddAsync(wish.Name, Within("mtu", wish.Mtu, LeastMtu, MostMtu), http.RequestAborted);
        return JsonAnswer.Of(BridgeMapping.Of(made, networks.List(), CardOwners.Of(domains)));
    }

    private async Task<IResult> RemoveAsync(HttpContext http, string bridge)
    {
        await bridges.DeleteAsync(bridge, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private async Task<IResult> TunnelsAsync(HttpContext http) =>
        JsonAnswer.Of<IReadOnlyList<BridgeTunnel>>([.. (await bridges.TunnelsAsync(http.RequestAborted)).Select(BridgeMapping.Of)]);

    private async Task<IResult> AddTunnelAsync(HttpContext http)
    {
        var wish = await JsonBody.ReadAsync<BridgeTunnel>(http);
        if (!SwitchTunnel.Kinds.ContainsKey(wish.Kind))
        {
            throw Invalid("kind", string.Join(" | ", SwitchTunnel.Kinds.Keys));
        }
        var tunnel = new SwitchTunnel(wish.Bridge, wish.Name, wish.Kind, Address("remote", wish.Remote)!)
        {
            Local = Address("local", wish.Local),
            Key = Within("key", wish.Key, 0, SwitchTunnel.MostKey),
            Port = Within("port", wish.Port, 1, ushort.MaxValue),
            Tag = Within("tag", wish.Tag, BridgeVlans.Least, BridgeVlans.Most),
        };
        if (tunnel.Local is { } local && IPAddress.Parse(local).AddressFamily != IPAddress.Parse(tunnel.Remote).AddressFamily)
        {
            throw Invalid("local", local);
        }
        return JsonAnswer.Of(BridgeMapping.Of(await bridges.AddAsync(tunnel, http.RequestAborted)));
    }

    private async Task<IResult> RemoveTunnelAsync(HttpContext http, string tunnel)
    {
        await bridges.DeleteTunnelAsync(tunnel, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static string? Address(string what, string? text) => text is null ? null : IPAddress.TryParse(text, out var address) ? address.ToString() : throw Invalid(what, text);

    private static int? Within(string what, int? value, int least, int most) => value < least || value > most ? throw Invalid(what, $"{least}…{most}") : value;

    private static CallerException Invalid(string what, string reason) => new(ErrorCodes.Request.Invalid, ("what", what), ("reason", reason));
}
