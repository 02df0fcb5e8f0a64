using System.Globalization;
using Pando.Linux.Networking;
using Pando.Linux.Spawn;
using Pando.Model.Errors;
using Pando.Networks.HostNetwork.Devices;

namespace Pando.Networks.HostNetwork.Planning;

/// <summary>What a change does to the devices of the host. All that can be refused is refused here, before anything is changed.</summary>
internal static class HostNetworkPlanner
{
    public const int LeastSeconds = 10;
    public const int MostSeconds = 600;
    private const int MostMiimon = 10_000;

    /// <exception cref="CallerException">One of <see cref="ErrorCodes.HostNetwork"/>.</exception>
    public static HostNetworkPlan Plan(HostNetworkChange change, int withinSeconds, HostDeviceList host, HostNetworkPlan? made)
    {
        Within("confirm-within", withinSeconds, LeastSeconds, MostSeconds);
        var (before, after) = change.Action == HostNetworkAction.Remove
            ? Removal(change, host, made ?? throw new CallerException(ErrorCodes.HostNetwork.NotMadeHere, ("device", change.Name)))
            : Making(change, host);
        return new HostNetworkPlan(change, withinSeconds, ProcessIdentity.CurrentBootId, before, after);
    }

    private static (IReadOnlyList<DeviceState> Before, IReadOnlyList<DeviceState> After) Making(HostNetworkChange change, HostDeviceList host)
    {
        DeviceNameRules.Check(change.Name);
        if (host.Find(change.Name) is not null)
        {
            throw new CallerException(ErrorCodes.HostNetwork.NameTaken, ("device", change.Name));
        }
        if (change.Ports.Count == 0 || (change.Action != HostNetworkAction.Bond && change.Ports.Count > 1))
        {
            throw Outside("ports", change.Ports.Count, change.Action == HostNetworkAction.Bond ? "1…" : "1");
        }
        if (change.Ports.GroupBy(static port => port, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw PortRules.Refused(change, twice.Key, "twice");
        }
        var ports = change.Ports.Select(port => PortRules.Check(host, change, port)).ToArray();
        var making = MakingOf(change);
        var absent = new DeviceState(change.Name) { IsPresent = false, Making = making };
        if (change.Action == HostNetworkAction.Vlan)
        {
            return ([absent], [absent with { IsPresent = true, IsUp = ports[0].IsUp }]);
        }
        var were = ports.Select(port => host.StateOf(port)).ToArray();
        var takesOver = absent with
        {
            IsPresent = true,
            IsUp = true,
            Mac = ports[0].Mac,
            Mtu = ports.Min(static port => port.Mtu),
            Addresses = [.. were.SelectMany(static state => state.Addresses)],
            Routes = [.. were.SelectMany(static state => state.Routes)],
        };
        return ([absent, .. were], [takesOver, .. were.Select(state => state with { Master = change.Name, IsUp = true, Addresses = [], Routes = [] })]);
    }

    /// <summary>What the device carries now goes to the first card that it was made over, as it carries it now.</summary>
    private static (IReadOnlyList<DeviceState> Before, IReadOnlyList<DeviceState> After) Removal(HostNetworkChange change, HostDeviceList host, HostNetworkPlan made)
    {
        if (host.Find(change.Name) is not { } link)
        {
            // Somebody removed it already: what is left is what was written.
            return ([], []);
        }
        var own = made.Change.Ports;
        if (host.UppersOf(link).Concat(host.PortsOf(link).Where(port => !own.Contains(port.Name, StringComparer.Ordinal))).FirstOrDefault() is { } other)
        {
            throw new CallerException(ErrorCodes.HostNetwork.InUse, ("device", change.Name), ("by", other.Name));
        }
        if (host.NameOf(link.Master) is { } master)
        {
            throw new CallerException(ErrorCodes.HostNetwork.InUse, ("device", change.Name), ("by", master));
        }
        if (host.HasSeveralWays(link))
        {
            throw PortRules.Refused(change, change.Name, "several-ways");
        }
        var was = host.StateOf(link, MakingOf(made.Change));
        var gone = was with { IsPresent = false };
        if (made.Change.Action == HostNetworkAction.Vlan)
        {
            return ([was], [gone]);
        }
        var ports = own.Select(host.Find).OfType<NetworkLink>().Where(port => port.Master == link.Index).Select(port => host.StateOf(port)).ToArray();
        return ([was, .. ports], [gone, .. ports.Select((port, at) => Freed(port, made, at == 0 ? was : null))]);
    }

    private static DeviceState Freed(DeviceState port, HostNetworkPlan made, DeviceState? carried)
    {
        var once = made.Before.FirstOrDefault(state => state.Name == port.Name);
        return port with
        {
            Master = null,
            IsUp = true,
            // The cards of a bond all had its address.
            Mac = once?.Mac ?? port.Mac,
            Mtu = once?.Mtu ?? port.Mtu,
            Addresses = carried?.Addresses ?? [],
            Routes = carried?.Routes ?? [],
        };
    }

    private static DeviceMaking MakingOf(HostNetworkChange change)
    {
        switch (change.Action)
        {
            case HostNetworkAction.Vlan:
                return new DeviceMaking("vlan") { Lower = change.Ports[0], Vlan = Within("vlan", change.Vlan ?? 0, BridgeVlans.Least, BridgeVlans.Most) };
            case HostNetworkAction.Bond:
                var bond = change.Bond ?? new BondSettings();
                Within("miimon", bond.MiimonMilliseconds, 0, MostMiimon);
                return bond.LacpFast is not null && bond.Mode != BondMode.Lacp
                    ? throw new CallerException(ErrorCodes.HostNetwork.BadSetting, ("what", "lacp-rate"), ("value", bond.LacpFast == true ? "fast" : "slow"), ("reason", "802.3ad"))
                    : new DeviceMaking("bond") { Bond = bond };
            default:
                return new DeviceMaking("bridge") { SpanningTree = change.SpanningTree };
        }
    }

    private static int Within(string what, int value, int least, int most) => value >= least && value <= most ? value : throw Outside(what, value, $"{least}…{most}");

    private static CallerException Outside(string what, int value, string range) =>
        new(ErrorCodes.HostNetwork.BadSetting, ("what", what), ("value", value.ToString(CultureInfo.InvariantCulture)), ("reason", range));
}
