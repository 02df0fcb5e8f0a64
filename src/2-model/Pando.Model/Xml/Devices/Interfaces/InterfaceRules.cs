using Pando.Model.Domains.Devices;

namespace Pando.Model.Xml.Devices;

/// <summary>What of an interface cannot stand together.</summary>
internal static class InterfaceRules
{
    private static readonly InterfaceDriver Nothing = new();

    public static void Check(InterfaceDevice card, ElementReader element)
    {
        var virtio = card.Model?.IsVirtio() ?? true;
        Refuse(!virtio && card.Driver != Nothing, element, "driver", "model type='virtio'");
        Refuse(!virtio && card.Teaming is not null && card.Source is not HostCardSource, element, "teaming", "model type='virtio'");
        Refuse(!virtio && card.Source is VdpaSource, element, "model", "type='vdpa'");
        Refuse(card.Mtu is not null && card.Source is not (VirtualNetworkSource or BridgeSource or EthernetSource or VhostUserNetworkSource), element, "mtu", Kind(element));
        Refuse(card.CoalescedReceiveFrames is not null && card.Source is not (VirtualNetworkSource or BridgeSource), element, "coalesce", Kind(element));
        Refuse(card.Driver.Queues > 1 && !HasQueues(card.Source), element, "driver", Kind(element));
        Refuse(card.TargetManaged == false && card.Source is not EthernetSource, element, "target", Kind(element));
        Refuse(card.Filter is not null && card.Source is not (VirtualNetworkSource or BridgeSource or EthernetSource), element, "filterref", Kind(element));
        Refuse(card.Bandwidth is not null && card.Source is HostCardSource, element, "bandwidth", Kind(element));
        Refuse(card.VirtualPort is not null && card.Source is not (VirtualNetworkSource or BridgeSource or DirectSource or HostCardSource), element, "virtualport", Kind(element));
        Refuse(card.ScriptPath is not null && card.Source is not (EthernetSource or BridgeSource), element, "script", Kind(element));
        Refuse(card.DownScriptPath is not null && card.Source is not EthernetSource, element, "downscript", Kind(element));
        CheckPort(card, element);
        CheckAddresses(card, element);
        CheckPasst(card, element);
    }

    private static void CheckPort(InterfaceDevice card, ElementReader element)
    {
        var onBridge = card is { Source: VirtualNetworkSource or BridgeSource, VirtualPort: null or { Type: null } };
        Refuse(card.IsolatedPort == true && !onBridge, element, "port", card.VirtualPort is null ? Kind(element) : "virtualport");
        var tags = card.Source is VirtualNetworkSource or BridgeSource or HostCardSource or DirectSource { Mode: DirectMode.Passthrough };
        Refuse(card.Vlan is not null && !tags, element, "vlan", Kind(element));
    }

    private static void CheckAddresses(InterfaceDevice card, ElementReader element)
    {
        var inside = !card.GuestAddresses.IsEmpty || !card.GuestRoutes.IsEmpty;
        Refuse(inside && card.Source is not UserNetworkSource, element, card.GuestAddresses.IsEmpty ? "route" : "ip", Kind(element));
        Refuse(!card.GuestRoutes.IsEmpty, element, "route", Kind(element));
        foreach (var family in (IpFamily[])[IpFamily.IPv4, IpFamily.IPv6])
        {
            Refuse(card.GuestAddresses.Items.Count(ip => ip.Family == family) > 1, element, "ip", XmlWords<IpFamily>.Of(family));
        }
        Refuse(card.GuestAddresses.Items.Any(ip => ip.Peer is not null), element, "ip", "@peer");
    }

    private static void CheckPasst(InterfaceDevice card, ElementReader element)
    {
        var passt = card is { Source: UserNetworkSource, Backend.Program: UserNetworkProgram.Passt };
        Refuse(card.Backend.Program == UserNetworkProgram.Passt && card.Source is not UserNetworkSource, element, "backend", Kind(element));
        // QEMU's own carrier does it for a network whose host has no passt.
        Refuse(!card.PortForwards.IsEmpty && !passt && card.Source is not UserNetworkSource { Network: not null }, element, "portForward", "backend type='passt'");
        Refuse(card.Source is UserNetworkSource { Device: not null } && !passt, element, "source", "backend type='passt'");
        Refuse(card.Backend.LogFile is not null && !passt, element, "backend", "@logFile");
    }

    private static bool HasQueues(InterfaceSource source) =>
        source is VirtualNetworkSource or BridgeSource or DirectSource or EthernetSource or VhostUserNetworkSource or VdpaSource;

    private static string Kind(ElementReader element) => $"type='{element.Attribute("type")}'";

    private static void Refuse(bool wrong, ElementReader element, string child, string other)
    {
        if (wrong)
        {
            throw (element.Children(child) is [var first, ..] ? first : element).Conflict(other);
        }
    }
}
