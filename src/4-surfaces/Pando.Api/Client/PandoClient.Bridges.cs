using System.Globalization;
using Pando.Api.Json;
using Pando.Api.Networks;
using Pando.Api.Routes;

namespace Pando.Api.Client;

/// <summary>Bridges of the host.</summary>
public sealed partial class PandoClient
{
    /// <summary>All of them, by name.</summary>
    public Task<IReadOnlyList<Bridge>> ListBridgesAsync(CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Bridges), PandoJson.Default.IReadOnlyListBridge, cancellationToken);

    /// <summary>One, with its ports.</summary>
    public Task<Bridge> GetBridgeAsync(string bridge, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.Bridge, bridge)), PandoJson.Default.Bridge, cancellationToken);

    /// <summary>Makes one of Open vSwitch.</summary>
    public Task<Bridge> AddBridgeAsync(BridgeRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.Bridges, request, PandoJson.Default.BridgeRequest), PandoJson.Default.Bridge, cancellationToken);

    /// <summary>Removes one of Open vSwitch.</summary>
    public Task RemoveBridgeAsync(string bridge, CancellationToken cancellationToken = default) =>
        DoAsync(Change("DELETE", ApiRoutes.Fill(ApiRoutes.Bridge, bridge)), cancellationToken);

    /// <summary>The tunnels between bridges of Open vSwitch, by bridge.</summary>
    public Task<IReadOnlyList<BridgeTunnel>> ListTunnelsAsync(CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Tunnels), PandoJson.Default.IReadOnlyListBridgeTunnel, cancellationToken);

    /// <summary>Makes a tunnel.</summary>
    public Task<BridgeTunnel> AddTunnelAsync(BridgeTunnel tunnel, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.Tunnels, tunnel, PandoJson.Default.BridgeTunnel), PandoJson.Default.BridgeTunnel, cancellationToken);

    /// <summary>Removes a tunnel.</summary>
    public Task RemoveTunnelAsync(string tunnel, CancellationToken cancellationToken = default) =>
        DoAsync(Change("DELETE", ApiRoutes.Fill(ApiRoutes.Tunnel, tunnel)), cancellationToken);

    /// <summary>Changes how it works, until it goes.</summary>
    public Task<Bridge> ChangeBridgeAsync(string bridge, BridgeChange change, CancellationToken cancellationToken = default) =>
        AskAsync(Change("PATCH", ApiRoutes.Fill(ApiRoutes.Bridge, bridge), change, PandoJson.Default.BridgeChange), PandoJson.Default.Bridge, cancellationToken);

    /// <summary>Where it sends packets, by address.</summary>
    public Task<IReadOnlyList<ForwardingEntry>> ListBridgeAddressesAsync(string bridge, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.BridgeAddresses, bridge)), PandoJson.Default.IReadOnlyListForwardingEntry, cancellationToken);

    /// <summary>Writes down that an address is behind a port.</summary>
    public Task WriteBridgeAddressAsync(string bridge, string mac, ForwardingRequest entry, CancellationToken cancellationToken = default) =>
        DoAsync(Change("PUT", ApiRoutes.Fill(ApiRoutes.BridgeAddress, bridge, mac), entry, PandoJson.Default.ForwardingRequest), cancellationToken);

    /// <summary>Takes back what was written down or learned of an address.</summary>
    public Task RemoveBridgeAddressAsync(string bridge, string mac, string device, CancellationToken cancellationToken = default) =>
        DoAsync(Change("DELETE", Query(ApiRoutes.Fill(ApiRoutes.BridgeAddress, bridge, mac), (ApiQuery.Device, device))), cancellationToken);

    /// <summary>Has it forget what it learned: of one port, or of all.</summary>
    public Task ForgetBridgeAddressesAsync(string bridge, string? device = null, CancellationToken cancellationToken = default) =>
        DoAsync(Change("DELETE", Query(ApiRoutes.Fill(ApiRoutes.BridgeAddresses, bridge), (ApiQuery.Device, device))), cancellationToken);

    /// <summary>Changes how a port of it works, until that goes.</summary>
    public Task<Bridge> ChangeBridgePortAsync(string bridge, string port, BridgePortChange change, CancellationToken cancellationToken = default) =>
        AskAsync(Change("PATCH", ApiRoutes.Fill(ApiRoutes.BridgePort, bridge, port), change, PandoJson.Default.BridgePortChange), PandoJson.Default.Bridge, cancellationToken);

    /// <summary>The VLANs of its ports and of itself.</summary>
    public Task<IReadOnlyList<BridgePortVlans>> ListBridgeVlansAsync(string bridge, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.BridgeVlans, bridge)), PandoJson.Default.IReadOnlyListBridgePortVlans, cancellationToken);

    /// <summary>Puts a port, or the bridge itself, in a VLAN.</summary>
    public Task WriteBridgeVlanAsync(string bridge, int vlan, BridgeVlanRequest request, CancellationToken cancellationToken = default) =>
        DoAsync(Change("PUT", ApiRoutes.Fill(ApiRoutes.BridgeVlan, bridge, vlan.ToString(CultureInfo.InvariantCulture)), request, PandoJson.Default.BridgeVlanRequest), cancellationToken);

    /// <summary>Takes it out.</summary>
    public Task RemoveBridgeVlanAsync(string bridge, int vlan, string device, CancellationToken cancellationToken = default) =>
        DoAsync(Change("DELETE", Query(ApiRoutes.Fill(ApiRoutes.BridgeVlan, bridge, vlan.ToString(CultureInfo.InvariantCulture)), (ApiQuery.Device, device))), cancellationToken);
}
