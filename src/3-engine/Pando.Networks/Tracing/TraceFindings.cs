namespace Pando.Networks.Tracing;

/// <summary>All that a trace can find.</summary>
internal static class TraceFindings
{
    public static readonly TraceFinding CardPlugged = new("card.plugged", HopStatus.Pass);
    public static readonly TraceFinding CardUnplugged = new("card.unplugged", HopStatus.Fail);
    public static readonly TraceFinding CardElsewhere = new("card.elsewhere", HopStatus.Warn);
    public static readonly TraceFinding TapUp = new("tap.up", HopStatus.Pass);
    public static readonly TraceFinding TapMissing = new("tap.missing", HopStatus.Fail);
    public static readonly TraceFinding TapDown = new("tap.down", HopStatus.Fail);
    public static readonly TraceFinding BridgeOn = new("bridge.on", HopStatus.Pass);
    public static readonly TraceFinding BridgeMissing = new("bridge.missing", HopStatus.Fail);
    public static readonly TraceFinding BridgeDown = new("bridge.down", HopStatus.Fail);
    public static readonly TraceFinding BridgeOther = new("bridge.other", HopStatus.Fail);
    public static readonly TraceFinding SwitchOn = new("switch.on", HopStatus.Pass);
    public static readonly TraceFinding SwitchMissing = new("switch.missing", HopStatus.Fail);
    public static readonly TraceFinding SwitchUnplugged = new("switch.unplugged", HopStatus.Fail);
    public static readonly TraceFinding SwitchOther = new("switch.other", HopStatus.Fail);
    public static readonly TraceFinding SwitchFails = new("switch.fails", HopStatus.Fail);
    public static readonly TraceFinding SwitchVlan = new("switch.vlan", HopStatus.Pass);
    public static readonly TraceFinding SwitchVlanOther = new("switch.vlan-other", HopStatus.Fail);
    public static readonly TraceFinding PortForwards = new("port.forwarding", HopStatus.Pass);
    public static readonly TraceFinding PortBlocked = new("port.blocked", HopStatus.Fail);
    public static readonly TraceFinding VlanIn = new("vlan.in", HopStatus.Pass);
    public static readonly TraceFinding VlanNone = new("vlan.none", HopStatus.Fail);
    public static readonly TraceFinding VlanApart = new("vlan.apart", HopStatus.Fail);
    public static readonly TraceFinding SenderKnown = new("sender.known", HopStatus.Pass);
    public static readonly TraceFinding SenderSilent = new("sender.silent", HopStatus.Warn);
    public static readonly TraceFinding SenderElsewhere = new("sender.elsewhere", HopStatus.Fail);
    public static readonly TraceFinding FilterNone = new("filter.none", HopStatus.Pass);
    public static readonly TraceFinding FilterThere = new("filter.there", HopStatus.Pass);
    public static readonly TraceFinding FilterRefused = new("filter.refused", HopStatus.Pass);
    public static readonly TraceFinding FilterGone = new("filter.gone", HopStatus.Fail);
    public static readonly TraceFinding AddressKnown = new("address.known", HopStatus.Pass);
    public static readonly TraceFinding AddressNone = new("address.none", HopStatus.Warn);
    public static readonly TraceFinding AddressForeign = new("address.foreign", HopStatus.Fail);
    public static readonly TraceFinding ServerRuns = new("server.runs", HopStatus.Pass);
    public static readonly TraceFinding ServerDown = new("server.down", HopStatus.Fail);
    public static readonly TraceFinding RulesThere = new("rules.there", HopStatus.Pass);
    public static readonly TraceFinding RulesGone = new("rules.gone", HopStatus.Fail);
    public static readonly TraceFinding RulesIsolated = new("rules.isolated", HopStatus.Fail);
    public static readonly TraceFinding RulesDocker = new("rules.docker", HopStatus.Fail);
    public static readonly TraceFinding ForwardingOff = new("forwarding.off", HopStatus.Fail);
    public static readonly TraceFinding ForwardingOn = new("forwarding.on", HopStatus.Pass);
    public static readonly TraceFinding RouteThere = new("route.there", HopStatus.Pass);
    public static readonly TraceFinding RouteNone = new("route.none", HopStatus.Fail);
    public static readonly TraceFinding RouteOther = new("route.other", HopStatus.Fail);
    public static readonly TraceFinding UplinkUp = new("uplink.up", HopStatus.Pass);
    public static readonly TraceFinding UplinkDown = new("uplink.down", HopStatus.Fail);
    public static readonly TraceFinding GatewayAnswers = new("gateway.answers", HopStatus.Pass);
    public static readonly TraceFinding GatewaySilent = new("gateway.silent", HopStatus.Fail);
    public static readonly TraceFinding NamesAnswered = new("names.answered", HopStatus.Pass);
    public static readonly TraceFinding NamesUnasked = new("names.unasked", HopStatus.Fail);
    public static readonly TraceFinding NamesSilent = new("names.silent", HopStatus.Fail);
    public static readonly TraceFinding DestinationAnswers = new("destination.answers", HopStatus.Pass);
    public static readonly TraceFinding DestinationSilent = new("destination.silent", HopStatus.Warn);
}
