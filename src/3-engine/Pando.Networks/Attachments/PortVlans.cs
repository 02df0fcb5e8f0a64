using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Networks.Attachments;

/// <summary>The VLANs of a card's port on a bridge that keeps them apart.</summary>
internal static class PortVlans
{
    /// <summary>Refuses tags on a bridge that would not heed them.</summary>
    /// <exception cref="CallerException"><c>network.vlans-not-apart</c>.</exception>
    public static void Require(NetworkLinks links, NetworkLink bridge, AttachmentRequest request)
    {
        if (request.Interface.Vlan is not null && links.ReadBridge(bridge.Name)?.VlanFiltering != true)
        {
            throw new CallerException(
                ErrorCodes.Network.VlansNotApart, ("name", request.Machine), ("device", AttachmentRules.Alias(request)), ("bridge", bridge.Name));
        }
    }

    /// <summary>Has a port be in exactly the VLANs that its card is to be in: those that are said, else the bridge's usual one.</summary>
    public static void Apply(NetworkLinks links, NetworkLink bridge, NetworkLink port, VlanTags? tags)
    {
        if (links.ReadBridge(bridge.Name) is not { VlanFiltering: true } settings)
        {
            return;
        }
        var wanted = tags is null ? Usual(settings) : Of(tags);
        using var vlans = BridgeVlans.Open();
        var present = vlans.Of(bridge).FirstOrDefault(one => one.Device == port.Index)?.Vlans ?? [];
        foreach (var old in present.Where(one => wanted.All(vlan => vlan.Id != one.Id)))
        {
            vlans.Remove(port, old.Id);
        }
        foreach (var vlan in wanted.Except(present))
        {
            vlans.Add(port, vlan);
        }
    }

    /// <summary>A trunk's packets keep their tags; of one VLAN alone, and of the native one, the guest sees none (libvirt's <c>vlan</c>).</summary>
    public static IReadOnlyList<BridgeVlan> Of(VlanTags tags) =>
    [
        .. tags.Tags.Items.Select(tag => tags.Trunk
            ? new BridgeVlan(tag.Id, tag.Native is not null, tag.Native == NativeVlan.Untagged)
            : new BridgeVlan(tag.Id, IsPvid: true, IsUntagged: true)),
    ];

    private static IReadOnlyList<BridgeVlan> Usual(BridgeSettings settings) =>
        settings.DefaultVlan is > 0 and var id ? [new BridgeVlan(id, IsPvid: true, IsUntagged: true)] : [];
}
