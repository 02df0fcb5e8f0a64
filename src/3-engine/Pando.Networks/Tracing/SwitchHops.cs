using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Networks.OpenVSwitch;
using static Pando.Networks.Tracing.TraceFindings;

namespace Pando.Networks.Tracing;

/// <summary>A card's port on a bridge of Open vSwitch: whether it is there, and in which VLANs. What the switch does further with packets is up to its flows.</summary>
internal static class SwitchHops
{
    public static TraceHop? Port(TraceContext trace)
    {
        if (trace.Switched is not { } bridges)
        {
            return null;
        }
        var wanted = trace.BridgeName ?? "—";
        if (bridges.FirstOrDefault(bridge => bridge.Name == wanted) is not { } bridge)
        {
            return SwitchMissing.With(("bridge", wanted));
        }
        return bridges.FirstOrDefault(one => PortOf(one, trace) is not null) switch
        {
            null => SwitchUnplugged.With(("device", trace.Device), ("bridge", wanted)),
            { Name: var other } when other != wanted => SwitchOther.With(("device", trace.Device), ("bridge", wanted), ("other", other)),
            _ when PortOf(bridge, trace)!.Interfaces is [{ Error: { } error }, ..] => SwitchFails.With(("device", trace.Device), ("reason", error)),
            _ => SwitchOn.With(("device", trace.Device), ("bridge", wanted), ("datapath", bridge.Datapath)),
        };
    }

    public static TraceHop? Vlan(TraceContext trace)
    {
        if (trace.Switched?.Select(bridge => PortOf(bridge, trace)).FirstOrDefault(static port => port is not null) is not { } port)
        {
            return null;
        }
        var (tag, trunks) = Wanted(trace);
        return port.Tag == tag && port.Trunks.SequenceEqual(trunks)
            ? SwitchVlan.With(("vlan", Text(port.Tag, port.Trunks)))
            : SwitchVlanOther.With(("vlan", Text(port.Tag, port.Trunks)), ("wanted", Text(tag, trunks)), ("machine", trace.Machine));
    }

    // The card's own VLANs, else those of its class, else those of its network, as when it was connected.
    private static (int? Tag, IReadOnlyList<int> Trunks) Wanted(TraceContext trace)
    {
        var source = trace.Card.Source as VirtualNetworkSource;
        var group = trace.Definition?.PortGroups.Items.FirstOrDefault(group => source?.PortGroup is { } name ? group.Name == name : group.IsDefault == true);
        if ((trace.Card.Vlan ?? group?.Vlan ?? trace.Definition?.Vlan) is not { } vlan)
        {
            return (null, []);
        }
        var native = vlan.Tags.Items.FirstOrDefault(static tag => tag.Native is not null)?.Id;
        return vlan.Trunk ? (native, [.. vlan.Tags.Items.Select(static tag => tag.Id).Order()]) : (native ?? vlan.Tags[0].Id, []);
    }

    private static SwitchPort? PortOf(SwitchBridge bridge, TraceContext trace) => bridge.Ports.FirstOrDefault(port => port.Name == trace.Card.TargetDevice);

    private static string Text(int? tag, IReadOnlyList<int> trunks) => (tag, trunks) switch
    {
        (null, []) => "1–4094",
        ({ } only, []) => only.ToString(CultureInfo.InvariantCulture),
        (null, _) => string.Join(", ", trunks),
        ({ } native, _) => $"{string.Join(", ", trunks)} ({native.ToString(CultureInfo.InvariantCulture)})",
    };
}
