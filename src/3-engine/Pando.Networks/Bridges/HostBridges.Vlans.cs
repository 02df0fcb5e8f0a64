using Pando.Linux;
using Pando.Linux.Networking;
using Pando.Model.Errors;

namespace Pando.Networks.Bridges;

/// <summary>Which ports of a bridge are in which VLANs.</summary>
public sealed partial class HostBridges
{
    /// <summary>The VLANs of each port, and of the bridge itself: what is in one of those reaches the host.</summary>
    /// <exception cref="CallerException"><c>network.no-such-bridge</c>.</exception>
    public IReadOnlyList<(string Device, IReadOnlyList<BridgeVlan> Vlans)> Vlans(string name) => Ask(name, () =>
    {
        using var links = NetworkLinks.Open();
        using var vlans = BridgeVlans.Open();
        var names = links.All().DistinctBy(static link => link.Index).ToDictionary(static link => link.Index, static link => link.Name);
        return (IReadOnlyList<(string, IReadOnlyList<BridgeVlan>)>)
        [
            .. vlans.Of(Find(links, name)).Where(port => names.ContainsKey(port.Device)).Select(port => (names[port.Device], port.Vlans)).OrderBy(static port => port.Item1, StringComparer.Ordinal),
        ];
    });

    /// <summary>Puts a port, or the bridge itself, in a VLAN, or takes it out.</summary>
    /// <exception cref="CallerException"><c>network.no-such-bridge</c>, <c>network.no-such-port</c>, <c>network.vlans-unsupported</c>.</exception>
    public void Write(string name, string device, BridgeVlan vlan, bool present) => Ask(name, () =>
    {
        using var links = NetworkLinks.Open();
        using var vlans = BridgeVlans.Open();
        var bridge = Find(links, name);
        var port = device == name ? bridge : Port(links, bridge, device);
        try
        {
            if (present)
            {
                vlans.Add(port, vlan);
            }
            else
            {
                vlans.Remove(port, vlan.Id);
            }
        }
        catch (SyscallException e) when (e.Errno == Errno.EOPNOTSUPP)
        {
            throw new CallerException(ErrorCodes.Network.VlansUnsupported, e, ("bridge", name));
        }
        return true;
    });
}
