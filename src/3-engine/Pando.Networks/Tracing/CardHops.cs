using System.Globalization;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Networks.Filters.Compiling;
using Pando.Networks.Firewall;
using static Pando.Networks.Tracing.TraceFindings;

namespace Pando.Networks.Tracing;

/// <summary>From the guest's card to its bridge.</summary>
internal static class CardHops
{
    public static TraceHop Card(TraceContext trace)
    {
        if (trace.Card.LinkUp == false)
        {
            return CardUnplugged.With(("mac", trace.Mac), ("machine", trace.Machine));
        }
        if (trace.BridgeName is null)
        {
            return CardElsewhere.With(("mac", trace.Mac), ("kind", Kind(trace.Card.Source)));
        }
        // What the host's end receives is what the guest has sent.
        return CardPlugged.With(("mac", trace.Mac), ("received", Count(trace.Tap?.Received)), ("sent", Count(trace.Tap?.Sent)));
    }

    public static TraceHop? Tap(TraceContext trace) => trace.BridgeName is null ? null : trace.Tap switch
    {
        null => TapMissing.With(("device", trace.Device)),
        { IsUp: false } => TapDown.With(("device", trace.Device)),
        _ => TapUp.With(("device", trace.Device)),
    };

    public static TraceHop? Bridge(TraceContext trace) => trace.Switched is not null || trace.BridgeName is not { } bridge ? null : trace.Bridge switch
    {
        null => BridgeMissing.With(("bridge", bridge)),
        { IsUp: false } => BridgeDown.With(("bridge", bridge)),
        var link when trace.Tap!.Master != link.Index => BridgeOther.With(("device", trace.Device), ("bridge", bridge), ("other", trace.Links.FirstOrDefault(one => one.Index == trace.Tap.Master)?.Name ?? "—")),
        _ => BridgeOn.With(("device", trace.Device), ("bridge", bridge)),
    };

    public static TraceHop? Port(TraceContext trace)
    {
        if (trace.Bridge is not { } bridge)
        {
            return null;
        }
        using var tables = BridgeTables.Open();
        return tables.Ports(bridge).FirstOrDefault(port => port.Link.Name == trace.Device) is { State: not BridgePortState.Forwarding and var state }
            ? PortBlocked.With(("state", state.ToString().ToLowerInvariant()), ("bridge", bridge.Name))
            : PortForwards.With();
    }

    public static TraceHop? Vlan(TraceContext trace)
    {
        using var links = NetworkLinks.Open();
        if (trace.Bridge is not { } bridge || links.ReadBridge(bridge.Name)?.VlanFiltering != true)
        {
            return null;
        }
        using var vlans = BridgeVlans.Open();
        var all = vlans.Of(bridge);
        var port = Ids(all, trace.Tap!.Index);
        var host = Ids(all, bridge.Index);
        return port.Length == 0 ? VlanNone.With(("bridge", bridge.Name), ("device", trace.Device))
            : trace.Definition?.Addresses.IsEmpty == false && !port.Intersect(host).Any() ? VlanApart.With(("vlan", List(port)), ("bridge", bridge.Name), ("host", List(host)))
            : VlanIn.With(("vlan", List(port)));
    }

    public static TraceHop? Sender(TraceContext trace)
    {
        if (trace.Bridge is not { } bridge)
        {
            return null;
        }
        using var tables = BridgeTables.Open();
        var learned = tables.Entries(bridge).Where(entry => entry.Mac == trace.Known.Mac.Value && entry is { IsLocal: false, IsStatic: false }).ToArray();
        if (Array.Find(learned, entry => entry.Device != trace.Tap!.Index) is { } other)
        {
            return SenderElsewhere.With(("mac", trace.Mac), ("device", trace.Device), ("other", trace.Links.FirstOrDefault(link => link.Index == other.Device)?.Name ?? "—"));
        }
        return learned is [{ Age: { } age }, ..]
            ? SenderKnown.With(("mac", trace.Mac), ("seconds", age.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)))
            : SenderSilent.With(("mac", trace.Mac));
    }

    public static TraceHop? Filter(TraceContext trace) => trace.BridgeName is null || trace.Switched is not null ? null : trace.Card.Filter switch
    {
        null => FilterNone.With(),
        var filter when NetfilterTables.HasBridge(FilterRuleset.Table) => Refused(trace, filter.Filter),
        var filter => FilterGone.With(("filter", filter.Filter)),
    };

    // What a filter's rules refuse is counted in their chains, and in nothing else.
    private static TraceHop Refused(TraceContext trace, string filter)
    {
        var counted = NetfilterTables.CountedInBridge(FilterRuleset.Table);
        var (from, to) = (FilterRuleset.ChainsOf(trace.Tap!.Index, fromGuest: true), FilterRuleset.ChainsOf(trace.Tap.Index, fromGuest: false));
        var own = counted.Where(chain => chain.Value > 0 && (chain.Key.StartsWith(from, StringComparison.Ordinal) || chain.Key.StartsWith(to, StringComparison.Ordinal))).ToArray();
        if (own.Length == 0)
        {
            return FilterThere.With(("filter", filter));
        }
        var most = own.MaxBy(static chain => chain.Value);
        return FilterRefused.With(
            ("filter", filter), ("from", Count(Sum(from))), ("to", Count(Sum(to))), ("chain", most.Key[(most.Key.LastIndexOf('/') + 1)..]), ("most", Count(most.Value)));

        long Sum(string prefix) => own.Where(chain => chain.Key.StartsWith(prefix, StringComparison.Ordinal)).Sum(static chain => chain.Value);
    }

    private static int[] Ids(IReadOnlyList<BridgePortVlans> all, int device) => [.. all.Where(port => port.Device == device).SelectMany(static port => port.Vlans).Select(static vlan => vlan.Id)];

    private static string List(int[] ids) => ids.Length == 0 ? "—" : string.Join(", ", ids);

    private static string Count(long? packets) => packets?.ToString(CultureInfo.InvariantCulture) ?? "—";

    private static string Kind(InterfaceSource source) => source switch
    {
        VirtualNetworkSource => "network",
        DirectSource => "direct",
        EthernetSource => "ethernet",
        UserNetworkSource => "user",
        _ => source.GetType().Name.Replace("Source", string.Empty, StringComparison.Ordinal).ToLowerInvariant(),
    };
}
