using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using Pando.Model.Networks;
using Pando.Model.Xml.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Networks;

/// <summary>libvirt's <c>networkport</c> out: whoever makes one makes it by connecting a machine.</summary>
public static class NetworkPortXml
{
    /// <summary>Writes it.</summary>
    public static string Write(NetworkPort port)
    {
        ArgumentNullException.ThrowIfNull(port);
        return XmlText.Of(new XElement(
            "networkport",
            Text("uuid", port.Id.ToString()),
            new XElement("owner", Text("name", port.Owner), Text("uuid", port.OwnerId.ToString())),
            Text("group", port.Group),
            new XElement("mac", Attribute("address", port.Mac.ToString())),
            VirtualPortXml.Write(port.VirtualPort),
            BandwidthXml.Write(port.Bandwidth),
            VlanXml.Write(port.Vlan),
            UnlessEmpty("port", YesNo("isolated", port.IsIsolated)),
            UnlessEmpty("rxfilters", YesNo("trustGuest", port.TrustsGuestReceiveFilters)),
            Plug(port.Plug)));
    }

    private static XElement? Plug(NetworkPlug? plug) => plug switch
    {
        NetworkPlug.OnBridge bridge => new XElement("plug", Attribute("type", bridge.IsNetworks ? "network" : "bridge"), Attribute("bridge", bridge.Bridge)),
        NetworkPlug.OnCard card => new XElement("plug", Attribute("type", "direct"), Attribute("dev", card.Device), Word<DirectMode>("mode", card.Mode)),
        NetworkPlug.OfCard card => new XElement(
            "plug", Attribute("type", "hostdev-pci"), YesNo("managed", card.IsManaged), new XElement("driver", Attribute("name", "vfio")), PlaceXml.Write(card.Address, typed: false)),
        _ => null,
    };
}
