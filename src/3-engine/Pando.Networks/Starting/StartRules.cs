using System.Net;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Networks.Dnsmasq;
using Pando.Networks.Firewall;
using Pando.Networks.OpenVSwitch;

namespace Pando.Networks.Starting;

/// <summary>Why a network cannot be started now; looked at before anything is changed.</summary>
internal static class StartRules
{
    /// <exception cref="CallerException"><c>network.…</c>.</exception>
    public static void Check(NetworkDefinition network)
    {
        using var links = NetworkLinks.Open();
        RefuseUnoffered(network);
        if (network.MakesBridge)
        {
            RequirePrograms(network);
            if (links.Find(network.Bridge!.Name!) is not null)
            {
                throw new CallerException(ErrorCodes.Network.BridgeTaken, ("network", network.Name), ("bridge", network.Bridge.Name!));
            }
            RefuseTakenSubnets(network, links);
        }
        RequireDevices(network);
        if (network is { MakesBridge: false, IsOnSwitch: false, Bridge.Name: { } bridge } && links.Find(bridge) is not { Kind: "bridge" })
        {
            throw new CallerException(ErrorCodes.Network.HostBridgeMissing, ("network", network.Name), ("bridge", bridge));
        }
    }

    /// <summary>The bridge of Open vSwitch that a network stands on is there.</summary>
    /// <exception cref="PandoException"><c>network.host-switch-bridge-missing</c>, <c>network.switch-…</c>.</exception>
    public static async Task RequireSwitchAsync(NetworkDefinition network, SwitchAccess access, CancellationToken cancellationToken)
    {
        if (network is { IsOnSwitch: true, Bridge.Name: { } bridge } && await new SwitchPorts(access).DatapathAsync(bridge, cancellationToken) is null)
        {
            throw new CallerException(ErrorCodes.Network.HostSwitchBridgeMissing, ("network", network.Name), ("bridge", bridge));
        }
    }

    private static string Mode(NetworkDefinition network) => network.Forward?.Word ?? "—";

    /// <summary>The cards that a network goes through are there.</summary>
    /// <exception cref="CallerException"><c>network.uplink-missing</c>.</exception>
    public static void RequireDevices(NetworkDefinition network)
    {
        using var links = NetworkLinks.Open();
        var cards = (network.Forward?.Devices ?? []).Items.Append(network.Forward?.PhysicalFunction).OfType<string>();
        foreach (var device in cards)
        {
            _ = links.Find(device) ?? throw new CallerException(ErrorCodes.Network.UplinkMissing, ("network", network.Name), ("device", device));
        }
    }

    private static void RequirePrograms(NetworkDefinition network)
    {
        Nft.Require();
        if (DnsmasqConfiguration.IsNeeded(network))
        {
            DnsmasqServer.Require();
        }
    }

    private static void RefuseUnoffered(NetworkDefinition network)
    {
        var ports = network.PortGroups.Items.Select(static group => group.VirtualPort).Append(network.VirtualPort);
        Refuse(ports.Any(static port => port?.Type is not (null or VirtualPortType.OpenVSwitch)), "virtualport");
        // A bridge of its own is the kernel's: addresses, rules and the server go with it.
        Refuse(network.IsOnSwitch && network is not { Forward: { Mode: ForwardMode.Bridge, Devices.IsEmpty: true }, Bridge.Name: not null }, $"virtualport type='openvswitch', forward mode='{Mode(network)}'");
        var onCards = network.Forward is { Devices.IsEmpty: false, Mode: not ForwardMode.HostDevice } && !network.MakesBridge;
        Refuse((onCards || network.Forward?.Mode == ForwardMode.User) && network.KeepsVlansApart, "vlan");
        // A bridge or a card of the host has others on it, whom the network's limit does not concern.
        Refuse(network is { Bandwidth: not null, MakesBridge: false }, $"bandwidth, forward mode='{Mode(network)}'");
        Refuse(network.Bridge?.TableOwner == AddressTableOwner.Host, "bridge macTableManager='libvirt'");

        void Refuse(bool wrong, string what)
        {
            if (wrong)
            {
                throw new CallerException(ErrorCodes.Network.CannotStart, ("network", network.Name), ("what", what));
            }
        }
    }

    /// <summary>Guests on addresses that the host already reaches elsewhere would be cut off from there, and the host from them.</summary>
    private static void RefuseTakenSubnets(NetworkDefinition network, NetworkLinks links)
    {
        var routes = RouteTable.Main().Where(static route => route.Network.PrefixLength > 0).ToArray();
        foreach (var address in network.Addresses.Items)
        {
            var subnet = address.Network();
            if (Array.Find(routes, route => route.Network.BaseAddress.AddressFamily == subnet.BaseAddress.AddressFamily && IpNetworks.Overlap(route.Network, subnet)) is { } taken)
            {
                var device = links.All().FirstOrDefault(link => link.Index == taken.Device)?.Name;
                throw new CallerException(
                    ErrorCodes.Network.SubnetTaken, ("network", network.Name), ("subnet", subnet.ToString()), ("route", taken.Network.ToString()), ("device", device ?? "—"));
            }
        }
    }
}
