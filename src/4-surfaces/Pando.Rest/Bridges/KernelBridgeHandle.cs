using Pando.Domains;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Networks;
using Pando.Networks.Bridges;
using Pando.Rest.Mapping;
using Wire = Pando.Api.Networks;

namespace Pando.Rest.Bridges;

/// <summary>A bridge of the kernel's. Where there is none of that name, each of its verbs says so.</summary>
/// <param name="bridges">Those of the kernel.</param>
/// <param name="name">Its name.</param>
/// <param name="seen">How it was when all were looked at; null: it is looked at when it is asked for.</param>
/// <param name="networks">Whose bridge it may be.</param>
/// <param name="domains">Whose cards are on it.</param>
internal sealed class KernelBridgeHandle(HostBridges bridges, string name, HostBridge? seen, INetworks networks, IDomains domains) : IBridgeHandle
{
    public int MostPortPriority => 63;

    public Wire.Bridge View() => BridgeMapping.Of(seen ?? bridges.Get(name), networks.List(), CardOwners.Of(domains));

    public Task ChangeAsync(BridgeSettings settings, int? mtu, CancellationToken cancellationToken)
    {
        bridges.Change(name, settings, mtu);
        return Task.CompletedTask;
    }

    public Task ChangePortAsync(string port, BridgePortSettings settings, CancellationToken cancellationToken)
    {
        bridges.ChangePort(name, port, settings);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<Wire.ForwardingEntry>> AddressesAsync(CancellationToken cancellationToken)
    {
        var machines = CardOwners.Of(domains);
        return Task.FromResult<IReadOnlyList<Wire.ForwardingEntry>>([.. bridges.Addresses(name).Select(one => BridgeMapping.Of(one.Entry, one.Device, machines))]);
    }

    public Task WriteAddressAsync(MacAddress mac, string port, int? vlan, CancellationToken cancellationToken)
    {
        bridges.Write(name, mac, port, vlan, present: true);
        return Task.CompletedTask;
    }

    public Task RemoveAddressAsync(MacAddress mac, string port, CancellationToken cancellationToken)
    {
        bridges.Write(name, mac, port, vlan: null, present: false);
        return Task.CompletedTask;
    }

    public Task ForgetAddressesAsync(string? port, CancellationToken cancellationToken)
    {
        bridges.Forget(name, port);
        return Task.CompletedTask;
    }

    public IReadOnlyList<Wire.BridgePortVlans> Vlans()
    {
        var machines = CardOwners.Of(domains);
        return [.. bridges.Vlans(name).Select(port => BridgeMapping.Of(port.Device, port.Vlans, machines))];
    }

    public Task AddVlanAsync(string port, BridgeVlan vlan, CancellationToken cancellationToken)
    {
        bridges.Write(name, port, vlan, present: true);
        return Task.CompletedTask;
    }

    public Task RemoveVlanAsync(string port, int vlan, CancellationToken cancellationToken)
    {
        bridges.Write(name, port, new BridgeVlan(vlan, IsPvid: false, IsUntagged: false), present: false);
        return Task.CompletedTask;
    }
}
