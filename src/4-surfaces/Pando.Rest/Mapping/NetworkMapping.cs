using System.Net;
using System.Net.Sockets;
using Pando.Api.Json;
using Pando.Model.Networks;
using Pando.Networks;
using Pando.Networks.Dnsmasq;
using Pando.Networks.Functions;
using Wire = Pando.Api.Networks;

namespace Pando.Rest.Mapping;

/// <summary>Networks in the contract's words.</summary>
internal static class NetworkMapping
{
    private const string Isolated = "isolated";

    public static Wire.Network Of(NetworkView view, PoolUse use) => Of(view) with
    {
        Functions = [.. use.Functions.Select(static function => new Wire.NetworkFunction { Address = function.Address, Machine = function.Machine, Device = function.Device })],
    };

    private static Wire.Network Of(NetworkView view) => new()
    {
        Id = view.Id.Value,
        Name = view.Name,
        State = view.IsActive ? "active" : "inactive",
        Autostart = view.Autostart,
        Persistent = view.IsPersistent,
        Version = view.IsPersistent ? view.Version : null,
        Forward = view.Definition.Forward?.Word ?? Isolated,
        Bridge = view.Definition.Bridge?.Name,
        Devices = view.Definition.Forward is { PhysicalFunction: { } card } ? [card] : [.. (view.Definition.Forward?.Devices ?? []).Items],
        Addresses = [.. view.Definition.Addresses.Items.Select(static address => $"{address.Address}/{address.Network().PrefixLength}")],
        Domain = view.Definition.Domain?.Name,
        Mtu = view.Definition.Mtu,
        StartedAt = view.Live?.StartedAt,
    };

    public static Wire.DhcpLease Of(GuestLease lease) => new()
    {
        Address = lease.Address,
        Family = IPAddress.TryParse(lease.Address, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? "ipv6" : "ipv4",
        Mac = lease.Mac?.ToString(),
        ExpiresAt = lease.ExpiresAt,
        HostName = lease.HostName,
        ClientId = lease.ClientId,
    };
}
