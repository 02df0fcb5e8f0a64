using System.Globalization;
using System.Net;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Networks;

namespace Pando.Model.Xml.Networks;

/// <summary>What the parts of a network say against each other.</summary>
internal static class NetworkRules
{
    // The host, the guest, and the two that are nobody's.
    private const int MostPrefix = 29;

    /// <exception cref="CallerException"><c>definition.conflict</c>, <c>definition.missing</c>.</exception>
    public static void Check(ElementReader network, NetworkDefinition definition)
    {
        if (definition.MakesBridge)
        {
            CheckOwnBridge(network, definition);
        }
        else
        {
            CheckForeign(network, definition);
        }
        CheckAddresses(network, definition);
        CheckRoutes(network, definition);
        CheckForwards(network, definition);
    }

    private static void CheckForwards(ElementReader network, NetworkDefinition definition)
    {
        if (definition.PortForwards.IsEmpty)
        {
            return;
        }
        var metadata = network.Child("metadata")!;
        if (definition.Forward?.Mode is not (ForwardMode.Nat or ForwardMode.Route or ForwardMode.User))
        {
            throw metadata.Conflict(definition.Forward is { Mode: var mode } ? $"forward mode='{XmlWords<ForwardMode>.Of(mode)}'" : "forward mode='nat'|'route'|'user'");
        }
        for (var one = 0; one < definition.PortForwards.Items.Length; one++)
        {
            var forward = definition.PortForwards[one];
            if (!definition.Addresses.Items.Any(address => address.Network().Contains(IPAddress.Parse(forward.Target))))
            {
                throw metadata.BadValue(null, forward.Target, string.Join(", ", definition.Addresses.Items.Select(static address => address.Network().ToString())));
            }
            if (forward.Address is { } host && !IpNetworks.SameFamily(host, forward.Target))
            {
                throw metadata.Conflict($"{host} → {forward.Target}");
            }
            if (definition.PortForwards.Items.Take(one).FirstOrDefault(forward.Overlaps) is { } taken)
            {
                throw metadata.Conflict($"{taken.FirstPort}–{taken.LastPort} → {taken.Target}");
            }
        }
    }

    private static void CheckOwnBridge(ElementReader network, NetworkDefinition definition)
    {
        // Without an address of the host there is nobody to forward anything.
        if (definition.Forward is not null && definition.Addresses.IsEmpty)
        {
            throw network.Missing("ip");
        }
    }

    private static void CheckForeign(ElementReader network, NetworkDefinition definition)
    {
        var forward = definition.Forward!;
        var mode = $"forward mode='{XmlWords<ForwardMode>.Of(forward.Mode)}'";
        if (definition.Bridge?.Name is not null && (forward.Mode != ForwardMode.Bridge || !forward.Devices.IsEmpty))
        {
            throw network.Child("bridge")!.Conflict(forward.Mode == ForwardMode.Bridge ? $"{mode}, @dev" : mode);
        }
        // Addresses, names and the size of packets are those of the network that is there already.
        foreach (var part in (ReadOnlySpan<string>)["mtu", "domain", "dns", "route", "ip"])
        {
            if (network.Children(part) is [var first, ..] && !(part == "ip" && forward.Mode == ForwardMode.User))
            {
                throw first.Conflict(mode);
            }
        }
        if (forward.Mode == ForwardMode.User)
        {
            CheckCarried(network, definition, mode);
        }
    }

    // What carries the network lends a guest its one address, and knows nothing of what a server does besides.
    private static void CheckCarried(ElementReader network, NetworkDefinition definition, string mode)
    {
        if (definition.Forward!.Devices.Count > 1)
        {
            throw network.RequiredChild("forward").Conflict($"{mode}: interface ≤ 1");
        }
        foreach (var (place, address) in network.Children("ip").Zip(definition.Addresses.Items))
        {
            var served = address is not { TftpRoot: null, LocalPointers: null, Dhcp: null or { Boot: null, Ranges.IsEmpty: true } };
            if (definition.Addresses.Count > 1 || address.Family == IpFamily.IPv6 || served || address.Network().PrefixLength > MostPrefix)
            {
                throw place.Conflict(mode);
            }
        }
    }

    private static void CheckAddresses(ElementReader network, NetworkDefinition definition)
    {
        var places = network.Children("ip");
        for (var one = 0; one < places.Count; one++)
        {
            for (var other = 0; other < one; other++)
            {
                var (a, b) = (definition.Addresses[one], definition.Addresses[other]);
                if (IpNetworks.Overlap(a.Network(), b.Network()))
                {
                    throw places[one].Conflict($"{b.Network()}");
                }
                // dnsmasq serves one network a family.
                if (a.Dhcp is not null && b.Dhcp is not null && (a.Family ?? IpFamily.IPv4) == (b.Family ?? IpFamily.IPv4))
                {
                    throw places[one].RequiredChild("dhcp").Conflict(string.Create(CultureInfo.InvariantCulture, $"ip[{other + 1}]/dhcp"));
                }
            }
        }
    }

    private static void CheckRoutes(ElementReader network, NetworkDefinition definition)
    {
        foreach (var (place, route) in network.Children("route").Zip(definition.Routes.Items))
        {
            var target = IPAddress.Parse(route.Address);
            var prefix = route.Prefix ?? (route.Netmask is { } mask ? IpNetworks.PrefixOf(IPAddress.Parse(mask)) : null) ?? UsualPrefix(target);
            if (!IpNetworks.Of(target, prefix).BaseAddress.Equals(target))
            {
                throw place.BadValue("address", route.Address, $"{IpNetworks.Of(target, prefix)}");
            }
            if (!definition.Addresses.Items.Any(address => address.Network().Contains(IPAddress.Parse(route.Gateway))))
            {
                throw place.BadValue("gateway", route.Gateway, string.Join(" | ", definition.Addresses.Items.Select(static address => address.Network().ToString())));
            }
        }
    }

    /// <summary>All that is not more closely said, of the address that stands for all.</summary>
    private static int UsualPrefix(IPAddress target) => target.Equals(IPAddress.Any) || target.Equals(IPAddress.IPv6Any) ? 0 : IpNetworks.UsualPrefix(target);
}
