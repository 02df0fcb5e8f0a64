using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Wire = Pando.Api.Networks;

namespace Pando.Rest.Bridges;

/// <summary>A bridge of the host, whoever forwards on it: the kernel, or Open vSwitch.</summary>
internal interface IBridgeHandle
{
    /// <summary>The largest number that a port's priority can be.</summary>
    int MostPortPriority { get; }

    Wire.Bridge View();

    Task ChangeAsync(BridgeSettings settings, int? mtu, CancellationToken cancellationToken);

    Task ChangePortAsync(string port, BridgePortSettings settings, CancellationToken cancellationToken);

    /// <summary>Where it sends packets.</summary>
    Task<IReadOnlyList<Wire.ForwardingEntry>> AddressesAsync(CancellationToken cancellationToken);

    Task WriteAddressAsync(MacAddress mac, string port, int? vlan, CancellationToken cancellationToken);

    Task RemoveAddressAsync(MacAddress mac, string port, CancellationToken cancellationToken);

    /// <summary>Forgets what it learned: behind one port, or all.</summary>
    Task ForgetAddressesAsync(string? port, CancellationToken cancellationToken);

    IReadOnlyList<Wire.BridgePortVlans> Vlans();

    Task AddVlanAsync(string port, BridgeVlan vlan, CancellationToken cancellationToken);

    Task RemoveVlanAsync(string port, int vlan, CancellationToken cancellationToken);
}
