using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Networks;
using Pando.Api.Routes;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Rest.Answers;
using Pando.Rest.Bridges;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;
using Wire = Pando.Api.Networks;

namespace Pando.Rest.Endpoints;

/// <summary>The host's bridges: what is on them, where they send packets, how they look for loops.</summary>
internal sealed class BridgeEndpoints(BridgeHandles bridges)
{
    private const string Group = "networks";
    private const int Centiseconds = 100;
    private const int MostSeconds = 1_000_000;
    private const int MostPriority = ushort.MaxValue;
    private const int MostMtu = 65535;

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Bridges, (Delegate)ListAsync).About("listBridges", Group, "Every bridge of this host, whoever made it.").Answers<IReadOnlyList<Bridge>>();
        api.MapGet(ApiRoutes.Bridge, GetAsync).About("getBridge", Group, "A bridge with its ports.").Answers<Bridge>();
        api.MapPatch(ApiRoutes.Bridge, ChangeAsync)
            .About("changeBridge", Group, "Changes how a bridge works, until it goes.").TakesJson<BridgeChange>().Answers<Bridge>();
        api.MapGet(ApiRoutes.BridgeAddresses, AddressesAsync)
            .About("listBridgeAddresses", Group, "Where a bridge sends packets, by address.").Answers<IReadOnlyList<Wire.ForwardingEntry>>();
        api.MapDelete(ApiRoutes.BridgeAddresses, ForgetAsync)
            .About("forgetBridgeAddresses", Group, "Has a bridge forget what it learned.").Produces(StatusCodes.Status204NoContent);
        api.MapPut(ApiRoutes.BridgeAddress, WriteAsync)
            .About("writeBridgeAddress", Group, "Writes down that an address is behind a port.").TakesJson<ForwardingRequest>().Produces(StatusCodes.Status204NoContent);
        api.MapDelete(ApiRoutes.BridgeAddress, RemoveAsync)
            .About("removeBridgeAddress", Group, "Takes back what was written down or learned of an address.").Produces(StatusCodes.Status204NoContent);
        api.MapPatch(ApiRoutes.BridgePort, ChangePortAsync)
            .About("changeBridgePort", Group, "Changes how a port of a bridge works, until it goes.").TakesJson<BridgePortChange>().Answers<Bridge>();
        api.MapGet(ApiRoutes.BridgeVlans, VlansAsync).About("listBridgeVlans", Group, "The VLANs of a bridge's ports, and of the bridge itself.").Answers<IReadOnlyList<Wire.BridgePortVlans>>();
        api.MapPut(ApiRoutes.BridgeVlan, WriteVlanAsync)
            .About("writeBridgeVlan", Group, "Puts a port in a VLAN.").TakesJson<BridgeVlanRequest>().Produces(StatusCodes.Status204NoContent);
        api.MapDelete(ApiRoutes.BridgeVlan, RemoveVlanAsync).About("removeBridgeVlan", Group, "Takes a port out of a VLAN.").Produces(StatusCodes.Status204NoContent);
    }

    private async Task<IResult> ListAsync(HttpContext http) => JsonAnswer.Of<IReadOnlyList<Bridge>>(
        [.. (await bridges.ListAsync(http.RequestAborted)).Select(static bridge => bridge.View()).OrderBy(static bridge => bridge.Name, StringComparer.Ordinal)]);

    private async Task<IResult> GetAsync(HttpContext http, string bridge) => JsonAnswer.Of((await FindAsync(http, bridge)).View());

    private async Task<IResult> ChangeAsync(HttpContext http, string bridge)
    {
        var wish = await JsonBody.ReadAsync<BridgeChange>(http);
        var settings = new BridgeSettings
        {
            SpanningTree = wish.SpanningTree,
            Priority = Within("priority", wish.Priority, MostPriority),
            ForwardDelayCentiseconds = (uint?)(Within("forwardDelaySeconds", wish.ForwardDelaySeconds, MostSeconds) * Centiseconds),
            AgeingCentiseconds = (uint?)(Within("ageingSeconds", wish.AgeingSeconds, MostSeconds) * Centiseconds),
            VlanFiltering = wish.VlanFiltering,
            MulticastSnooping = wish.MulticastSnooping,
        };
        await (await FindAsync(http, bridge)).ChangeAsync(settings, Within("mtu", wish.Mtu, MostMtu), http.RequestAborted);
        return await GetAsync(http, bridge);
    }

    private async Task<IResult> AddressesAsync(HttpContext http, string bridge) => JsonAnswer.Of(await (await FindAsync(http, bridge)).AddressesAsync(http.RequestAborted));

    private async Task<IResult> WriteAsync(HttpContext http, string bridge, string mac)
    {
        var entry = await JsonBody.ReadAsync<ForwardingRequest>(http);
        await (await FindAsync(http, bridge)).WriteAddressAsync(Address(mac), entry.Device, entry.Vlan is { } vlan ? Vlan(vlan) : null, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private async Task<IResult> RemoveAsync(HttpContext http, string bridge, string mac, [Query(ApiQuery.Device), Description("The port that it is behind.")] string device)
    {
        await (await FindAsync(http, bridge)).RemoveAddressAsync(Address(mac), device, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private async Task<IResult> ForgetAsync(HttpContext http, string bridge, [Query(ApiQuery.Device), Description("Only of this port.")] string? device)
    {
        await (await FindAsync(http, bridge)).ForgetAddressesAsync(device, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private async Task<IResult> ChangePortAsync(HttpContext http, string bridge, string port)
    {
        var wish = await JsonBody.ReadAsync<BridgePortChange>(http);
        var found = await FindAsync(http, bridge);
        var settings = new BridgePortSettings
        {
            PathCost = Within("pathCost", wish.PathCost, ushort.MaxValue),
            Priority = Within("priority", wish.Priority, found.MostPortPriority),
            Learns = wish.Learns,
            Floods = wish.Floods,
            IsIsolated = wish.IsIsolated,
            Guard = wish.Guard,
        };
        await found.ChangePortAsync(port, settings, http.RequestAborted);
        return await GetAsync(http, bridge);
    }

    private async Task<IResult> VlansAsync(HttpContext http, string bridge) => JsonAnswer.Of((await FindAsync(http, bridge)).Vlans());

    private async Task<IResult> WriteVlanAsync(HttpContext http, string bridge, int vlan)
    {
        var wish = await JsonBody.ReadAsync<BridgeVlanRequest>(http);
        var written = new Linux.Networking.BridgeVlan(Vlan(vlan), wish.Pvid, wish.Untagged);
        await (await FindAsync(http, bridge)).AddVlanAsync(wish.Device, written, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private async Task<IResult> RemoveVlanAsync(HttpContext http, string bridge, int vlan, [Query(ApiQuery.Device), Description("The port, or the bridge itself.")] string device)
    {
        await (await FindAsync(http, bridge)).RemoveVlanAsync(device, Vlan(vlan), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private Task<IBridgeHandle> FindAsync(HttpContext http, string bridge) => bridges.FindAsync(bridge, http.RequestAborted);

    private static MacAddress Address(string text) => MacAddress.TryParse(text, out var mac)
        ? mac
        : throw new CallerException(ErrorCodes.Request.Invalid, ("what", "mac"), ("reason", text));

    private static int Vlan(int id) => id is >= BridgeVlans.Least and <= BridgeVlans.Most
        ? id
        : throw new CallerException(ErrorCodes.Request.Invalid, ("what", "vlan"), ("reason", $"{BridgeVlans.Least}…{BridgeVlans.Most}"));

    private static int? Within(string what, int? value, int most) => value is < 0 || value > most
        ? throw new CallerException(ErrorCodes.Request.Invalid, ("what", what), ("reason", $"0…{most}"))
        : value;
}
