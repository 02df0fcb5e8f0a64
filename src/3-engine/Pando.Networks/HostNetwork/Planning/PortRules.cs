using Pando.Linux.Networking;
using Pando.Model.Errors;
using Pando.Networks.HostNetwork.Devices;

namespace Pando.Networks.HostNetwork.Planning;

/// <summary>What can be put under a bridge, a VLAN or a bond.</summary>
internal static class PortRules
{
    private const string Bridge = "bridge";

    /// <exception cref="CallerException"><c>hostnet.no-such-device</c>, <c>hostnet.cannot-use</c>.</exception>
    public static NetworkLink Check(HostDeviceList host, HostNetworkChange change, string device)
    {
        if (device == change.Name)
        {
            throw Refused(change, device, "itself");
        }
        var link = host.Find(device) ?? throw new CallerException(ErrorCodes.HostNetwork.NoSuchDevice, ("device", device));
        if (Reason(host, change.Action, link) is { } reason)
        {
            throw Refused(change, device, reason);
        }
        // The kernel takes nearly every character, and ifupdown has a shell read the names.
        DeviceNameRules.Check(device);
        return link;
    }

    private static string? Reason(HostDeviceList host, HostNetworkAction action, NetworkLink link)
    {
        if (link.Name == "lo")
        {
            return "loopback";
        }
        if (link.Mac is null)
        {
            return "no-mac";
        }
        if (link.Kind is "tun" or "macvtap" or "macvlan" or "ipvlan" or "ifb" || link.Kind?.StartsWith("openvswitch", StringComparison.Ordinal) == true)
        {
            return "is-tap";
        }
        if (action == HostNetworkAction.Vlan)
        {
            return null;
        }
        if (link.Master is not null)
        {
            return "has-master";
        }
        if (link.Kind == Bridge)
        {
            return "is-bridge";
        }
        if (IsWireless(link))
        {
            return "wireless";
        }
        if (action == HostNetworkAction.Bond && link.Kind == "bond")
        {
            return "is-bond";
        }
        // VLANs of a bridged card go on; what a bond's port is called for itself does not, nor does a card that guests share (macvtap).
        if (host.UppersOf(link).Any(upper => action == HostNetworkAction.Bond || upper.Kind is not "vlan"))
        {
            return "has-upper";
        }
        return host.HasSeveralWays(link) ? "several-ways" : null;
    }

    private static bool IsWireless(NetworkLink link) => Directory.Exists($"/sys/class/net/{link.Name}/wireless") || Directory.Exists($"/sys/class/net/{link.Name}/phy80211");

    public static CallerException Refused(HostNetworkChange change, string device, string reason) =>
        new(ErrorCodes.HostNetwork.CannotUse, ("device", device), ("name", change.Name), ("reason", "hostnet.reason." + reason));
}
