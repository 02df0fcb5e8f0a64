using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Pando.Linux.Networking;
using Pando.Model.Networks;
using Pando.Networks.Firewall;
using static Pando.Networks.Tracing.TraceFindings;

namespace Pando.Networks.Tracing;

/// <summary>From the host on: what lets a guest out, and where that leads.</summary>
internal static class WayOutHops
{
    private static readonly TimeSpan PingLimit = TimeSpan.FromSeconds(2);

    /// <summary>
    /// What is looked for where no destination is said: an address of the world (a.root-servers.net), which the default route leads to and which no
    /// rule takes for one that cannot be. Nothing is sent there.
    /// </summary>
    public static readonly IPAddress Anywhere = IPAddress.Parse("198.41.0.4");

    public static TraceHop? Rules(TraceContext trace) => trace.Definition switch
    {
        null or { MakesBridge: false } => null,
        { Forward: null } when IsBeyond(trace) => RulesIsolated.With(),
        var network when DockerForwarding.Stops(network) => RulesDocker.With(("bridge", network.Bridge!.Name!)),
        var network when NetworkRuleset.HasRules(network) && !NetfilterTables.Has(NetworkRuleset.Table) => RulesGone.With(),
        { Forward: { Mode: var mode } } => RulesThere.With(("mode", mode.ToString().ToLowerInvariant())),
        _ => null,
    };

    public static TraceHop? Forwarding(TraceContext trace)
    {
        if (!LeadsOut(trace))
        {
            return null;
        }
        var six = trace.Destination?.AddressFamily == AddressFamily.InterNetworkV6;
        var setting = six ? "net.ipv6.conf.all.forwarding" : "net.ipv4.ip_forward";
        return File.ReadAllText("/proc/sys/" + setting.Replace('.', '/')).Trim() == "0" ? ForwardingOff.With(("setting", setting)) : ForwardingOn.With();
    }

    public static TraceHop? Route(TraceContext trace, RouteTo? route)
    {
        if (!LeadsOut(trace))
        {
            return null;
        }
        var to = trace.Destination?.ToString() ?? "0.0.0.0/0";
        if (route is null)
        {
            return RouteNone.With(("destination", to));
        }
        var device = DeviceOf(trace, route);
        return trace.Definition?.Forward?.Devices.Items.FirstOrDefault() is { } only && only != device && device != trace.BridgeName
            ? RouteOther.With(("destination", to), ("device", device), ("only", only))
            : RouteThere.With(("destination", to), ("device", device), ("gateway", route.Gateway?.ToString() ?? "—"));
    }

    public static TraceHop? Uplink(TraceContext trace, RouteTo? route) => !LeadsOut(trace) || route is null
        ? null
        : trace.Links.FirstOrDefault(link => link.Index == route.Device) is not { IsUp: true, HasCarrier: true } ? UplinkDown.With(("device", DeviceOf(trace, route))) : UplinkUp.With(("device", DeviceOf(trace, route)));

    public static async Task<TraceHop?> GatewayAsync(TraceContext trace, RouteTo? route) => !LeadsOut(trace) || route?.Gateway is not { } gateway
        ? null
        // Many gateways answer no ping; all that lead anywhere answer for their address.
        : await PingAsync(gateway) is not null || Neighbours.All().Any(neighbour => neighbour.Address.Equals(gateway)) ? GatewayAnswers.With(("gateway", gateway.ToString())) : GatewaySilent.With(("gateway", gateway.ToString()));

    public static async Task<TraceHop?> DestinationAsync(TraceContext trace) => trace.Destination is not { } destination
        ? null
        : await PingAsync(destination) is { } milliseconds
            ? DestinationAnswers.With(("destination", destination.ToString()), ("milliseconds", milliseconds.ToString(CultureInfo.InvariantCulture)))
            : DestinationSilent.With(("destination", destination.ToString()));

    public static RouteTo? Find(TraceContext trace) => RouteTable.To(trace.Destination ?? Anywhere);

    // On a bridge of the host others lead out, and nothing of it is seen here.
    private static bool LeadsOut(TraceContext trace) => trace.Definition is { MakesBridge: true, Forward: not null };

    private static bool IsBeyond(TraceContext trace) => trace.Destination is not { } destination
        ? false
        : !trace.Definition!.Addresses.Items.Any(address => address.Network().Contains(destination));

    private static string DeviceOf(TraceContext trace, RouteTo route) => trace.Links.FirstOrDefault(link => link.Index == route.Device)?.Name ?? "—";

    private static async Task<long?> PingAsync(IPAddress address)
    {
        using var ping = new Ping();
        try
        {
            var reply = await ping.SendPingAsync(address, PingLimit);
            return reply.Status == IPStatus.Success ? reply.RoundtripTime : null;
        }
        catch (Exception e) when (e is PingException or SocketException or PlatformNotSupportedException)
        {
            return null;
        }
    }
}
