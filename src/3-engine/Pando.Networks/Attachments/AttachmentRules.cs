using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Networks.Filters.Compiling;

namespace Pando.Networks.Attachments;

/// <summary>What a definition may ask for and this host cannot give: refused, never left away in silence.</summary>
internal static class AttachmentRules
{
    public static void Check(AttachmentRequest request)
    {
        var card = request.Interface;
        // A machine that should stand behind a filter must not stand in front of it.
        Refuse(card.Filter is not null && card.Source is not (BridgeSource or VirtualNetworkSource), "filterref", "no-filters", request);
        Refuse(card is { Filter: not null, TargetDevice: { } name } && !FilterRuleset.CanName(name), "filterref", "no-name", request);
        Refuse(card is { Bandwidth: not null, Source: not (BridgeSource or EthernetSource or DirectSource or VirtualNetworkSource) }, "bandwidth", "no-speed-limits", request);
        Refuse(card.VirtualPort?.Type is not (null or VirtualPortType.OpenVSwitch), "virtualport", "no-virtual-ports", request);
        var switched = card.VirtualPort?.Type == VirtualPortType.OpenVSwitch;
        Refuse(switched && card.Source is not (BridgeSource or VirtualNetworkSource), "virtualport", "no-switch", request);
        // What goes through a switch does not pass where the rules of filters stand.
        Refuse(switched && card.Filter is not null, "filterref", "switch-filters", request);
        // A part of a network's speed can be guaranteed only where the network has a speed.
        Refuse(switched && card.Bandwidth?.Inbound?.FloorKiB is not null, "bandwidth inbound floor", "floor-of-nothing", request);
        Refuse(card.Vlan is not null && card.Source is not (BridgeSource or VirtualNetworkSource or HostCardSource), "vlan", "no-tags", request);
        if (card.Source is HostCardSource)
        {
            Refuse(card.Vlan is { } tags && (tags.Trunk || tags.Tags.Count != 1 || tags.Tags[0].Native is not null), "vlan trunk", "function-trunk", request);
            Refuse(card.Mtu is not null, "mtu", "no-host-end", request);
            Refuse(card.IsolatedPort == true, "port isolated", "no-host-end", request);
        }
        Refuse(card.Vlan is { } vlan && vlan.Tags.Items.Any(static tag => tag.Id is < BridgeVlans.Least or > BridgeVlans.Most), "vlan", "vlan-range", request);
        Refuse(card is { Mtu: not null, Source: UserNetworkSource { Network: not null } }, "mtu", "carried", request);
        Refuse(card is { Driver.Queues: > 1, Source: UserNetworkSource { Network: not null } }, "driver queues", "carried", request);
        Refuse(card.ScriptPath is not null || card.DownScriptPath is not null, "script", "no-scripts", request);
        Refuse(card.CoalescedReceiveFrames > 0, "coalesce", "no-coalescing", request);
        Refuse(card.Driver.Queues > 1 && card.Model?.IsVirtio() != true, "driver queues", "no-queues", request);
    }

    public static CallerException Refused(string what, string reason, AttachmentRequest request) => new(
        ErrorCodes.Network.CannotAttach, ("name", request.Machine), ("device", Alias(request)), ("what", what), ("reason", "network.reason." + reason));

    public static string Alias(AttachmentRequest request) => request.Interface.Alias?.Name ?? "—";

    private static void Refuse(bool wrong, string what, string reason, AttachmentRequest request)
    {
        if (wrong)
        {
            throw Refused(what, reason, request);
        }
    }
}
