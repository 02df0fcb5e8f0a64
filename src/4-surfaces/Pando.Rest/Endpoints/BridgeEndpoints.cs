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
internal sealed class BridgeEndpoints(HostBridges bridges, SwitchSurface switched, INetworks networks, IDomains domains)
{
    private const string Group = "networks";
    private const int Centiseconds = 100;
    private const int MostSeconds = 1_000_000;
    private const int MostPriority = ushort.MaxValue;
    private const int MostPortPriority = 63;
    private const int MostSwitchPortPriority = 255;
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

    private async Task<IResult> ListAsync(HttpContext http)
    {
        var machines = CardOwners.Of(domains);
        var ofSwitch = (await switched.Bridges.ListAsync(http.RequestAborted)).Select(bridge => BridgeMapping.Of(bridge, networks.List(), machines));
        return JsonAnswer.Of<IReadOnlyList<Bridge>>([.. bridges.List().Select(Of).Concat(ofSwitch).OrderBy(static bridge => bridge.Name, StringComparer.Ordinal)]);
    }

    private async Task<IResult> GetAsync(HttpContext http, string bridge) => JsonAnswer.Of(
        await FindAsync(http, bridge) is { } found ? Of(found) : Of(bridges.Get(bridge)));

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
        var mtu = Within("mtu", wish.Mtu, MostMtu);
        if (await FindAsync(http, bridge) is { } found)
        {
            await switched.Tuning.ChangeAsync(found, settings, mtu, http.RequestAborted);
            return await GetAsync(http, bridge);
        }
        return JsonAnswer.Of(Of(bridges.Change(bridge, settings, mtu)));
    }

    private async Task<IResult> AddressesAsync(HttpContext http, string bridge)
    {
        var machines = CardOwners.Of(domains);
        if (await FindAsync(http, bridge) is { } found)
        {
            return JsonAnswer.Of<IReadOnlyList<Wire.ForwardingEntry>>([.. (await switched.Addresses.ListAsync(found, http.RequestAborted)).Select(entry => BridgeMapping.Of(entry, found, machines))]);
        }
        return JsonAnswer.Of<IReadOnlyList<Wire.ForwardingEntry>>([.. bridges.Addresses(bridge).Select(one => BridgeMapping.Of(one.Entry, one.Device, machines))]);
    }

    private async Task<IResult> WriteAsync(HttpContext http, string bridge, string mac)
    {
        var entry = await JsonBody.ReadAsync<ForwardingRequest>(http);
        if (await FindAsync(http, bridge) is { } found)
        {
            await switched.Addresses.WriteAsync(found, Address(mac), entry.Device, entry.Vlan is { } vlan ? Vlan(vlan) : null, http.RequestAborted);
            return TypedResults.NoContent();
        }
        bridges.Write(bridge, Address(mac), entry.Device, entry.Vlan, present: true);
        return TypedResults.NoContent();
    }

    private async Task<IResult> RemoveAsync(HttpContext http, string bridge, string mac, [Query(ApiQuery.Device), Description("The port that it is behind.")] string device)
    {
        if (await FindAsync(http, bridge) is { } found)
        {
            await switched.Addresses.RemoveAsync(found, Address(mac), device, http.RequestAborted);
            return TypedResults.NoContent();
        }
        bridges.Write(bridge, Address(mac), device, vlan: null, present: false);
        return TypedResults.NoContent();
    }

    private async Task<IResult> ForgetAsync(HttpContext http, string bridge, [Query(ApiQuery.Device), Description("Only of this port.")] string? device)
    {
        if (await FindAsync(http, bridge) is { } found)
        {
            await switched.Addresses.ForgetAsync(found, device, http.RequestAborted);
            return TypedResults.NoContent();
        }
        bridges.Forget(bridge, device);
        return TypedResults.NoContent();
    }

    private async Task<IResult> ChangePortAsync(HttpContext http, string bridge, string port)
    {
        var wish = await JsonBody.ReadAsync<BridgePortChange>(http);
        var found = await FindAsync(http, bridge);
        var settings = new BridgePortSettings
        {
            PathCost = Within("pathCost", wish.PathCost, ushort.MaxValue),
            Priority = Within("priority", wish.Priority, found is null ? MostPortPriority : MostSwitchPortPriority),
            Learns = wish.Learns,
            Floods = wish.Floods,
            IsIsolated = wish.IsIsolated,
            Guard = wish.Guard,
        };
        if (found is not null)
        {
            await switched.Tuning.ChangePortAsync(found, port, settings, http.RequestAborted);
            return await GetAsync(http, bridge);
        }
        return JsonAnswer.Of(Of(bridges.ChangePort(bridge, port, settings)));
    }

    private async Task<IResult> VlansAsync(HttpContext http, string bridge)
    {
        var machines = CardOwners.Of(domains);
        if (await FindAsync(http, bridge) is { } found)
        {
            return JsonAnswer.Of<IReadOnlyList<Wire.BridgePortVlans>>([.. found.Ports.Select(port => BridgeMapping.Vlans(port, machines))]);
        }
        return JsonAnswer.Of<IReadOnlyList<Wire.BridgePortVlans>>([.. bridges.Vlans(bridge).Select(port => BridgeMapping.Of(port.Device, port.Vlans, machines))]);
    }

    private async Task<IResult> WriteVlanAsync(HttpContext http, string bridge, int vlan)
    {
        var wish = await JsonBody.ReadAsync<BridgeVlanRequest>(http);
        var written = new Linux.Networking.BridgeVlan(Vlan(vlan), wish.Pvid, wish.Untagged);
        if (await FindAsync(http, bridge) is { } found)
        {
            await switched.Tuning.AddVlanAsync(found, wish.Device, written, http.RequestAborted);
            return TypedResults.NoContent();
        }
        bridges.Write(bridge, wish.Device, written, present: true);
        return TypedResults.NoContent();
    }

    private async Task<IResult> RemoveVlanAsync(HttpContext http, string bridge, int vlan, [Query(ApiQuery.Device), Description("The port, or the bridge itself.")] string device)
    {
        if (await FindAsync(http, bridge) is { } found)
        {
            await switched.Tuning.RemoveVlanAsync(found, device, Vlan(vlan), http.RequestAborted);
            return TypedResults.NoContent();
        }
        bridges.Write(bridge, device, new Linux.Networking.BridgeVlan(Vlan(vlan), IsPvid: false, IsUntagged: false), present: false);
        return TypedResults.NoContent();
    }

    private Task<SwitchBridge?> FindAsync(HttpContext http, string bridge) => switched.Bridges.FindAsync(bridge, http.RequestAborted);

    private Bridge Of(SwitchBridge bridge) => BridgeMapping.Of(bridge, networks.List(), CardOwners.Of(domains));

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

/// <summary>What is done with bridges of Open vSwitch.</summary>
/// <param name="Bridges">Which there are.</param>
/// <param name="Tuning">How they work.</param>
/// <param name="Addresses">Where they send packets.</param>
internal sealed record SwitchSurface(SwitchBridges Bridges, SwitchTuning Tuning, SwitchAddresses Addresses);
