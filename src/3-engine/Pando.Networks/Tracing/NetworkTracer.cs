using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Pando.Linux;
using Pando.Linux.Dbus;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Networks.Addresses;
using Pando.Networks.Firewall;
using Pando.Networks.OpenVSwitch;

namespace Pando.Networks.Tracing;

/// <summary>
/// Follows the way of a guest's packets from its card to where they should come, and looks at each place whether they can pass. Nothing
/// is asked of the guest. The first place that they do not pass is the last one.
/// </summary>
/// <param name="networks">The virtual networks.</param>
/// <param name="addresses">What the host knows of guests' addresses.</param>
/// <param name="switched">The bridges of Open vSwitch.</param>
/// <param name="busSocket">Where the system's message bus listens, on which firewalld is found; null is the usual place.</param>
public sealed class NetworkTracer(INetworks networks, GuestAddresses addresses, SwitchBridges switched, string? busSocket = null)
{
    private readonly FirewalldZones _zones = new(busSocket ?? SystemBus.Socket, TimeProvider.System, NullLogger.Instance);

    /// <summary>Follows them.</summary>
    /// <param name="machine">The machine's name.</param>
    /// <param name="card">One of its cards, as it is in force.</param>
    /// <param name="destination">Where to; null is as far as the gateway.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MachineryException"><c>network.kernel-refused</c>.</exception>
    public async Task<IReadOnlyList<TraceHop>> TraceAsync(string machine, InterfaceDevice card, IPAddress? destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(card);
        try
        {
            var trace = await BeginAsync(machine, card, destination, cancellationToken);
            var hops = new List<TraceHop>();
            await foreach (var hop in HopsAsync(trace, cancellationToken))
            {
                hops.Add(hop);
                if (hop.Status == HopStatus.Fail)
                {
                    break;
                }
            }
            return hops;
        }
        catch (Exception e) when (e is SyscallException or IOException)
        {
            throw new MachineryException(ErrorCodes.Network.KernelRefused, e, ("network", machine), ("what", (e as SyscallException)?.Call ?? "open"), ("reason", e.Message));
        }
    }

    private async Task<TraceContext> BeginAsync(string machine, InterfaceDevice card, IPAddress? destination, CancellationToken cancellationToken)
    {
        IReadOnlyList<NetworkLink> all;
        using (var links = NetworkLinks.Open())
        {
            all = links.All();
        }
        var network = card.Source is VirtualNetworkSource source ? networks.Find(source.Network) : networks.List().FirstOrDefault(view => card.Source is BridgeSource bridge && view.Live?.BridgeName == bridge.Bridge);
        var isSwitched = card.VirtualPort?.Type == VirtualPortType.OpenVSwitch || network?.Live?.Definition.IsOnSwitch == true;
        return new TraceContext(machine, card, network, addresses.Of([card])[0], destination, all) { Switched = isSwitched ? await switched.ListAsync(cancellationToken) : null };
    }

    private async IAsyncEnumerable<TraceHop> HopsAsync(TraceContext trace, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var look in (Func<TraceContext, TraceHop?>[])[CardHops.Card, CardHops.Tap, CardHops.Bridge, SwitchHops.Port, SwitchHops.Vlan, CardHops.Port, CardHops.Vlan, CardHops.Sender, CardHops.Filter, AddressHops.Address])
        {
            if (look(trace) is { } hop)
            {
                yield return hop;
            }
        }
        if (AddressHops.Server(trace, networks) is { } server)
        {
            yield return server;
        }
        foreach (var look in (Func<TraceContext, TraceHop?>[])[WayOutHops.Rules, WayOutHops.Forwarding])
        {
            if (look(trace) is { } hop)
            {
                yield return hop;
            }
        }
        cancellationToken.ThrowIfCancellationRequested();
        var route = WayOutHops.Find(trace);
        if (WayOutHops.Route(trace, route) is { } routed)
        {
            yield return routed;
        }
        if (await VerdictHops.ZoneAsync(trace, _zones, cancellationToken) is { } zone)
        {
            yield return zone;
        }
        foreach (var hop in await VerdictHops.JudgeAsync(trace, route, cancellationToken))
        {
            yield return hop;
        }
        if (WayOutHops.Uplink(trace, route) is { } uplink)
        {
            yield return uplink;
        }
        if (await WayOutHops.GatewayAsync(trace, route) is { } gateway)
        {
            yield return gateway;
        }
        if (await WayOutHops.DestinationAsync(trace) is { } destination)
        {
            yield return destination;
        }
        // Last, for packets need no names.
        if (await NameHops.ServersAsync(trace, cancellationToken) is { } names)
        {
            yield return names;
        }
    }
}
