using System.Globalization;
using Pando.Linux;
using Pando.Linux.Networking;
using Pando.Model.Errors;

namespace Pando.Networks.HostNetwork.Devices;

/// <summary>
/// Brings devices of the host into a state, from whatever they are in: the same goes forward and back, and may be done again after it
/// was broken off. The host is cut off only between the moment in which a card becomes a port and the one in which the addresses
/// and routes are where the card now leads: a few messages to the kernel. The card's own address goes along, so that no neighbour has
/// to be told.
/// </summary>
internal static class DeviceChanger
{
    /// <exception cref="CallerException"><c>hostnet.no-such-device</c>, <c>hostnet.kernel-lacks</c>.</exception>
    /// <exception cref="MachineryException"><c>hostnet.kernel-refused</c>.</exception>
    public static void Reach(string change, IReadOnlyList<DeviceState> states) => Reach(change, states, static (_, _) => true);

    /// <summary>
    /// Brings devices back to what they were, as far as there are cards to bring back: one that was pulled out meanwhile has taken its part
    /// with it, and what it had must not keep the others from theirs.
    /// </summary>
    /// <exception cref="CallerException"><c>hostnet.kernel-lacks</c>.</exception>
    /// <exception cref="MachineryException"><c>hostnet.kernel-refused</c>.</exception>
    public static void Return(string change, IReadOnlyList<DeviceState> states) => Reach(change, states, static (links, state) =>
        !state.IsPresent || links.Find(state.Making is { } making ? making.Lower ?? "lo" : state.Name) is not null);

    private static void Reach(string change, IReadOnlyList<DeviceState> all, Func<NetworkLinks, DeviceState, bool> isThere)
    {
        try
        {
            using var links = NetworkLinks.Open();
            IReadOnlyList<DeviceState> states = [.. all.Where(state => isThere(links, state))];
            using var addresses = new DeviceAddresses();
            using var routes = new DeviceRoutes();
            new Way(links, addresses, routes).Go(states);
        }
        catch (Exception e) when (e is SyscallException or IOException or UnauthorizedAccessException)
        {
            throw new MachineryException(ErrorCodes.HostNetwork.KernelRefused, e, ("device", change), ("reason", e.Message));
        }
    }

    private sealed class Way(NetworkLinks links, DeviceAddresses addresses, DeviceRoutes routes)
    {
        public void Go(IReadOnlyList<DeviceState> states)
        {
            var present = states.Where(static state => state.IsPresent).ToArray();
            // What stands on others is made after them.
            foreach (var state in present.OrderBy(static state => state.Making?.Lower is not null))
            {
                Make(state, present);
            }
            foreach (var state in present)
            {
                TakeAway(state);
            }
            foreach (var state in present)
            {
                Connect(state);
            }
            foreach (var state in states.Where(static state => !state.IsPresent))
            {
                if (links.Find(state.Name) is { } gone)
                {
                    links.Delete(gone);
                }
            }
            foreach (var state in present)
            {
                Set(state);
            }
            foreach (var state in present)
            {
                var link = Find(state.Name);
                foreach (var address in state.Addresses)
                {
                    addresses.Add(link, address.On(link));
                }
            }
            // Gateways are looked up among the routes without one.
            foreach (var (state, route) in present.SelectMany(static state => state.Routes.Select(route => (state, route))).OrderBy(static pair => pair.route.Gateway is not null))
            {
                var link = Find(state.Name);
                routes.Add(link, route.On(link));
            }
        }

        private void Make(DeviceState state, IReadOnlyList<DeviceState> present)
        {
            if (links.Find(state.Name) is not null)
            {
                return;
            }
            if (state.Making is not { } making)
            {
                throw new CallerException(ErrorCodes.HostNetwork.NoSuchDevice, ("device", state.Name));
            }
            try
            {
                switch (making.Kind)
                {
                    case "bridge":
                        // Without a search for loops a port works from its first moment on.
                        links.MakeBridge(state.Name, state.Mac ?? 0, state.Mtu, new BridgeSettings { SpanningTree = making.SpanningTree, ForwardDelayCentiseconds = making.SpanningTree ? null : 0u });
                        break;
                    case "vlan":
                        links.MakeVlan(state.Name, Find(making.Lower!), making.Vlan!.Value);
                        break;
                    default:
                        links.MakeBond(state.Name, making.Bond!);
                        break;
                }
            }
            catch (SyscallException e) when (e.Errno == Errno.EOPNOTSUPP)
            {
                throw new CallerException(ErrorCodes.HostNetwork.KernelLacks, e, ("device", state.Name), ("kind", making.Kind));
            }
            // What is announced on the wire is heard here from now on, if it was heard before.
            if (present.FirstOrDefault(port => port.Master == state.Name) is { } port)
            {
                ListenAs(port.Name, state.Name);
            }
        }

        private static void ListenAs(string port, string device)
        {
            foreach (var setting in new[] { "disable_ipv6", "accept_ra", "autoconf" })
            {
                var (from, to) = ($"/proc/sys/net/ipv6/conf/{port}/{setting}", $"/proc/sys/net/ipv6/conf/{device}/{setting}");
                if (File.Exists(from) && File.Exists(to))
                {
                    File.WriteAllText(to, File.ReadAllText(from));
                }
            }
        }

        private void TakeAway(DeviceState state)
        {
            var now = HostDeviceList.Read();
            var link = Find(state.Name);
            foreach (var route in now.RoutesOf(link).Where(route => !state.Routes.Any(wanted => Same(wanted, RouteState.Of(route)))))
            {
                routes.Remove(link, route);
            }
            foreach (var address in now.AddressesOf(link).Where(address => !state.Addresses.Any(wanted => Same(wanted, address))))
            {
                addresses.Remove(link, address);
            }
        }

        private void Connect(DeviceState state)
        {
            var link = Find(state.Name);
            var master = state.Master is { } name ? Find(name) : null;
            if ((link.Master ?? 0) == (master?.Index ?? 0))
            {
                return;
            }
            if (link.Master is not null)
            {
                links.Change(link, new NetworkLinkChange { Master = 0 });
            }
            if (master is { Kind: "bond" })
            {
                // A bond takes only what is switched off, and switches it on.
                links.Change(link, new NetworkLinkChange { Up = false });
            }
            if (master is not null)
            {
                links.Change(link, new NetworkLinkChange { Master = master.Index });
            }
        }

        private void Set(DeviceState state)
        {
            var link = Find(state.Name);
            if (state.Mtu is { } mtu && link.Mtu != mtu)
            {
                links.Change(link, new NetworkLinkChange { Mtu = mtu });
            }
            // The ports of a bond have its address.
            if (state.Mac is { } mac && link.Mac != mac && state.Master is null)
            {
                links.Change(link, new NetworkLinkChange { Mac = mac });
            }
            if (link.IsUp != state.IsUp)
            {
                links.Change(link, new NetworkLinkChange { Up = state.IsUp });
            }
        }

        private NetworkLink Find(string name) => links.Find(name) ?? throw new CallerException(ErrorCodes.HostNetwork.NoSuchDevice, ("device", name));

        private static bool Same(AddressState wanted, DeviceAddress address) =>
            wanted.Address == address.Address.ToString() && wanted.Prefix == address.Prefix && wanted.Peer == address.Peer?.ToString();

        private static bool Same(RouteState wanted, RouteState route) => wanted with { Metrics = null } == route with { Metrics = null };
    }
}
