using System.Net;
using System.Net.Sockets;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Networks.Attachments;
using Pando.Networks.Shaping;

namespace Pando.Networks.Bridges;

/// <summary>The bridge that is made for a network. It is known again by its address, which no other has.</summary>
internal static class NetworkBridgeDevice
{
    private const string BridgeKind = "bridge";
    // The kernel takes at least two seconds where it looks for loops (IEEE 802.1D), and less only where it does not.
    private const int LeastDelaySeconds = 2;
    private const int Centiseconds = 100;

    /// <summary>Makes it, switched off.</summary>
    public static void Make(NetworkDefinition network)
    {
        var bridge = network.Bridge!;
        using var links = NetworkLinks.Open();
        if (links.Find(bridge.Name!) is not null)
        {
            throw new CallerException(ErrorCodes.Network.BridgeTaken, ("network", network.Name), ("bridge", bridge.Name!));
        }
        // Before the bridge is switched on: otherwise it gives itself an address that nobody asked for.
        var link = links.MakeBridge(bridge.Name!, network.Mac!.Value.Value, network.Mtu, Settings(bridge));
        try
        {
            QuietIPv6(network);
            NetworkSpeed.Set(link, network);
            if (network.KeepsVlansApart)
            {
                KeepVlansApart(links, link, network);
            }
        }
        catch
        {
            // Half of it would be taken for all of it later.
            links.Delete(link);
            throw;
        }
    }

    // The host is where those are that say nothing of VLANs: there are its addresses, and what it serves.
    private static void KeepVlansApart(NetworkLinks links, NetworkLink link, NetworkDefinition network)
    {
        var apart = new BridgeSettings { VlanFiltering = true };
        BridgeFeatures.Require(links, link, apart);
        links.ChangeBridge(link, apart);
        if (network.Vlan is { Trunk: false } own)
        {
            PortVlans.Apply(links, link, link, own);
        }
    }

    /// <summary>Gives it the host's addresses and switches it on.</summary>
    public static void SwitchOn(NetworkDefinition network)
    {
        using var links = NetworkLinks.Open();
        var link = links.Find(network.Bridge!.Name!) ?? throw Gone(network);
        foreach (var address in network.Addresses.Items)
        {
            links.AddAddress(link, IPAddress.Parse(address.Address), address.Network().PrefixLength);
        }
        links.Change(link, new NetworkLinkChange { Up = true });
        foreach (var route in network.Routes.Items)
        {
            links.AddRoute(link, IPAddress.Parse(route.Address), PrefixOf(route), IPAddress.Parse(route.Gateway), route.Metric);
        }
    }

    /// <summary>Removes it if it is the one that was made.</summary>
    public static void Remove(NetworkDefinition network)
    {
        using var links = NetworkLinks.Open();
        if (Find(links, network) is { } link)
        {
            links.Delete(link);
        }
    }

    /// <summary>Whether it is there.</summary>
    public static bool Exists(NetworkDefinition network)
    {
        using var links = NetworkLinks.Open();
        return Find(links, network) is not null;
    }

    /// <summary>The length of a route's prefix; where none is said it is that of its address's class.</summary>
    public static int PrefixOf(InterfaceRoute route) =>
        route.Prefix ?? (route.Netmask is { } mask ? IpNetworks.PrefixOf(IPAddress.Parse(mask)) : null) ?? IpNetworks.UsualPrefix(IPAddress.Parse(route.Address));

    private static NetworkLink? Find(NetworkLinks links, NetworkDefinition network) =>
        network is { Bridge.Name: { } name, Mac: { } mac } && links.Find(name) is { Kind: BridgeKind } link && link.Mac == mac.Value ? link : null;

    private static BridgeSettings Settings(NetworkBridge bridge) => new()
    {
        SpanningTree = bridge.SpanningTree != false,
        // They do not pass where filters look before the bridge learns: whoever sent them could be taken for anybody.
        LearnsFromLinkLocal = false,
        ForwardDelayCentiseconds = bridge.DelaySeconds is { } delay ? (uint)(bridge.SpanningTree != false ? Math.Max(delay, LeastDelaySeconds) : delay) * Centiseconds : null,
    };

    private static void QuietIPv6(NetworkDefinition network)
    {
        var folder = $"/proc/sys/net/ipv6/conf/{network.Bridge!.Name}";
        if (!Directory.Exists(folder))
        {
            return;
        }
        var speaks = network.Addresses.Items.Any(static address => IPAddress.Parse(address.Address).AddressFamily == AddressFamily.InterNetworkV6);
        File.WriteAllText(folder + "/disable_ipv6", speaks ? "0" : "1");
        // The host announces itself here and believes nobody else.
        File.WriteAllText(folder + "/accept_ra", "0");
        File.WriteAllText(folder + "/autoconf", "0");
    }

    private static MachineryException Gone(NetworkDefinition network) =>
        new(ErrorCodes.Network.BridgeGone, ("network", network.Name), ("bridge", network.Bridge!.Name!));
}
