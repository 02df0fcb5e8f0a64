using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Networks;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Networks;
using Pando.Networks.Bridges;
using Pando.Networks.OpenVSwitch;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;
using Wire = Pando.Api.Networks;

namespace Pando.Rest.Endpoints;

/// <summary>The host's bridges: what is on them, where they send packets, how they look for loops.</summary>
internal sealed class BridgeEndpoints(HostBridges bridges, SwitchBridges switched, INetworks networks, IDomains domains)
{
    private const string Group = "networks";
    private const int Centiseconds = 100;
    private const int MostSeconds = 1_000_000;
    private const int MostPriority = ushort.MaxValue;
    private const int MostPortPriority = 63;
    private const int MostMtu = 65535;

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Bridges, (Delegate)ListAsync).About("listBridges", Group, "Every bridge of this host, whoever made it.").Answers<IReadOnlyList<Bridge>>();
        api.MapGet(ApiRoutes.Bridge, GetAsync).About("getBridge", Group, "A bridge with its ports.").Answers<Bridge>();
        api.MapPatch(ApiRoutes.Bridge, ChangeAsync)
            .About("changeBridge", Group, "Changes how a bridge works, until it goes.").TakesJson<BridgeChange>().Answers<Bridge>();
        api.MapGet(ApiRoutes.BridgeAddresses, Addresses)
            .About("listBridgeAddresses", Group, "Where a bridge sends packets, by address.").Answers<IReadOnlyList<Wire.ForwardingEntry>>();
        api.MapDelete(ApiRoutes.BridgeAddresses, Forget)
            .About("forgetBridgeAddresses", Group, "Has a bridge forget what it learned.").Produces(StatusCodes.Status204NoContent);
        api.MapPut(ApiRoutes.BridgeAddress, WriteAsync)
            .About("writeBridgeAddress", Group, "Writes down that an address is behind a port.").TakesJson<ForwardingRequest>().Produces(StatusCodes.Status204NoContent);
        api.MapDelete(ApiRoutes.BridgeAddress, Remove)
            .About("removeBridgeAddress", Group, "Takes back what was written down or learned of an address.").Produces(StatusCodes.Status204NoContent);
        api.MapPatch(ApiRoutes.BridgePort, ChangePortAsync)
            .About("changeBridgePort", Group, "Changes how a port of a bridge works, until it goes.").TakesJson<BridgePortChange>().Answers<Bridge>();
        api.MapGet(ApiRoutes.BridgeVlans, Vlans).About("listBridgeVlans", Group, "The VLANs of a bridge's ports, and of the bridge itself.").Answers<IReadOnlyList<Wire.BridgePortVlans>>();
        api.MapPut(ApiRoutes.BridgeVlan, WriteVlanAsync)
            .About("writeBridgeVlan", Group, "Puts a port in a VLAN.").TakesJson<BridgeVlanRequest>().Produces(StatusCodes.Status204NoContent);
        api.MapDelete(ApiRoutes.BridgeVlan, RemoveVlan).About("removeBridgeVlan", Group, "Takes a port out of a VLAN.").Produces(StatusCodes.Status204NoContent);
    }

    private async Task<IResult> ListAsync(HttpContext http)
    {
        var machines = CardOwners.Of(domains);
        var ofSwitch = (await switched.ListAsync(http.RequestAborted)).Select(bridge => BridgeMapping.Of(bridge, networks.List(), machines));
        return JsonAnswer.Of<IReadOnlyList<Bridge>>([.. bridges.List().Select(Of).Concat(ofSwitch).OrderBy(static bridge => bridge.Name, StringComparer.Ordinal)]);
    }

    private async Task<IResult> GetAsync(HttpContext http, string bridge) => JsonAnswer.Of(
        await switched.FindAsync(bridge, http.RequestAborted) is { } found ? BridgeMapping.Of(found, networks.List(), CardOwners.Of(domains)) : Of(bridges.Get(bridge)));

    private async Task<IResult> ChangeAsync(HttpContext http, string bridge)
    {
        var wish = await JsonBody.ReadAsync<BridgeChange>(http);
        return JsonAnswer.Of(Of(bridges.Change(bridge, new BridgeSettings
        {
            SpanningTree = wish.SpanningTree,
            Priority = Within("priority", wish.Priority, MostPriority),
            ForwardDelayCentiseconds = (uint?)(Within("forwardDelaySeconds", wish.ForwardDelaySeconds, MostSeconds) * Centiseconds),
            AgeingCentiseconds = (uint?)(Within("ageingSeconds", wish.AgeingSeconds, MostSeconds) * Centiseconds),
            VlanFiltering = wish.VlanFiltering,
            MulticastSnooping = wish.MulticastSnooping,
        }, Within("mtu", wish.Mtu, MostMtu))));
    }

    private IResult Addresses(string bridge)
    {
        var machines = CardOwners.Of(domains);
        return JsonAnswer.Of<IReadOnlyList<Wire.ForwardingEntry>>([.. bridges.Addresses(bridge).Select(one => BridgeMapping.Of(one.Entry, one.Device, machines))]);
    }

    private async Task<IResult> WriteAsync(HttpContext http, string bridge, string mac)
    {
        var entry = await JsonBody.ReadAsync<ForwardingRequest>(http);
        bridges.Write(bridge, Address(mac), entry.Device, entry.Vlan, present: true);
        return TypedResults.NoContent();
    }

    private IResult Remove(string bridge, string mac, [Query(ApiQuery.Device), Description("The port that it is behind.")] string device)
    {
        bridges.Write(bridge, Address(mac), device, vlan: null, present: false);
        return TypedResults.NoContent();
    }

    private IResult Forget(string bridge, [Query(ApiQuery.Device), Description("Only of this port.")] string? device)
    {
        bridges.Forget(bridge, device);
        return TypedResults.NoContent();
    }

    private async Task<IResult> ChangePortAsync(HttpContext http, string bridge, string port)
    {
        var wish = await JsonBody.ReadAsync<BridgePortChange>(http);
        return JsonAnswer.Of(Of(bridges.ChangePort(bridge, port, new BridgePortSettings
        {
            PathCost = Within("pathCost", wish.PathCost, ushort.MaxValue),
            Priority = Within("priority", wish.Priority, MostPortPriority),
            Learns = wish.Learns,
            Floods = wish.Floods,
            IsIsolated = wish.IsIsolated,
            Guard = wish.Guard,
        })));
    }

    private IResult Vlans(string bridge)
    {
        var machines = CardOwners.Of(domains);
        return JsonAnswer.Of<IReadOnlyList<Wire.BridgePortVlans>>([.. bridges.Vlans(bridge).Select(port => BridgeMapping.Of(port.Device, port.Vlans, machines))]);
    }

    private async Task<IResult> WriteVlanAsync(HttpContext http, string bridge, int vlan)
    {
        var wish = await JsonBody.ReadAsync<BridgeVlanRequest>(http);
        bridges.Write(bridge, wish.Device, new Linux.Networking.BridgeVlan(Vlan(vlan), wish.Pvid, wish.Untagged), present: true);
        return TypedResults.NoContent();
    }

    private IResult RemoveVlan(string bridge, int vlan, [Query(ApiQuery.Device), Description("The port, or the bridge itself.")] string device)
    {
        bridges.Write(bridge, device, new Linux.Networking.BridgeVlan(Vlan(vlan), IsPvid: false, IsUntagged: false), present: false);
        return TypedResults.NoContent();
    }

    private Bridge Of(HostBridge bridge) => BridgeMapping.Of(bridge, networks.List(), CardOwners.Of(domains));

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
