using Pando.Domains;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Networks;
using Pando.Networks.OpenVSwitch;
using Pando.Rest.Mapping;
using Wire = Pando.Api.Networks;

namespace Pando.Rest.Bridges;

/// <summary>A bridge of Open vSwitch as it was when it was found.</summary>
internal sealed class SwitchBridgeHandle(SwitchBridge bridge, SwitchTuning tuning, SwitchAddresses addresses, INetworks networks, IDomains domains) : IBridgeHandle
{
    public int MostPortPriority => 255;

    public Wire.Bridge View() => BridgeMapping.Of(bridge, networks.List(), CardOwners.Of(domains));

    public Task ChangeAsync(BridgeSettings settings, int? mtu, CancellationToken cancellationToken) => tuning.ChangeAsync(bridge, settings, mtu, cancellationToken);

    public Task ChangePortAsync(string port, BridgePortSettings settings, CancellationToken cancellationToken) =>
        tuning.ChangePortAsync(bridge, port, settings, cancellationToken);

    public async Task<IReadOnlyList<Wire.ForwardingEntry>> AddressesAsync(CancellationToken cancellationToken)
    {
        var machines = CardOwners.Of(domains);
        return [.. (await addresses.ListAsync(bridge, cancellationToken)).Select(entry => BridgeMapping.Of(entry, bridge, machines))];
    }

    public Task WriteAddressAsync(MacAddress mac, string port, int? vlan, CancellationToken cancellationToken) =>
        addresses.WriteAsync(bridge, mac, port, vlan, cancellationToken);

    public Task RemoveAddressAsync(MacAddress mac, string port, CancellationToken cancellationToken) => addresses.RemoveAsync(bridge, mac, port, cancellationToken);

    public Task ForgetAddressesAsync(string? port, CancellationToken cancellationToken) => addresses.ForgetAsync(bridge, port, cancellationToken);

    public IReadOnlyList<Wire.BridgePortVlans> Vlans()
    {
        var machines = CardOwners.Of(domains);
        return [.. bridge.Ports.Select(port => BridgeMapping.Vlans(port, machines))];
    }

    public Task AddVlanAsync(string port, BridgeVlan vlan, CancellationToken cancellationToken) => tuning.AddVlanAsync(bridge, port, vlan, cancellationToken);

    public Task RemoveVlanAsync(string port, int vlan, CancellationToken cancellationToken) => tuning.RemoveVlanAsync(bridge, port, vlan, cancellationToken);
}
