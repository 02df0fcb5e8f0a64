using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>interface</c> element.</summary>
internal static class InterfaceXml
{
    public static InterfaceDevice Read(ElementReader card)
    {
        card.RequiredAttribute("type");
        card.Only("type", "user");
        // slirp is the only backend of user mode networking here; libvirt calls it the default one.
        card.Child("backend")?.Only("type", "default");
        return new InterfaceDevice
        {
            Source = new UserNetworkSource(),
            Mac = card.Child("mac") is { } mac ? Mac(mac) : null,
            Model = card.Child("model")?.RequiredWord<InterfaceModel>("type"),
            LinkUp = card.Child("link") is { } link ? LinkUp(link) : null,
            BootOrder = PlaceXml.BootOrder(card),
            Alias = PlaceXml.Alias(card),
            Address = PlaceXml.Address(card, "pci", "pci"),
        };
    }

    public static XElement Write(InterfaceDevice card, DomainXmlOptions options) => new("interface",
        Attribute("type", "user"),
        card.Mac is { } mac ? new XElement("mac", Attribute("address", mac.ToString())) : null,
        card.Model is null ? null : new XElement("model", Word("type", card.Model)),
        card.LinkUp is { } up ? new XElement("link", Attribute("state", up ? "up" : "down")) : null,
        PlaceXml.BootOrder(card.BootOrder),
        PlaceXml.Write(card, options));

    private static MacAddress Mac(ElementReader element)
    {
        var text = element.RequiredAttribute("address");
        if (!MacAddress.TryParse(text, out var mac) || mac.IsMulticast)
        {
            throw element.BadValue("address", text, "52:54:00:xx:xx:xx, unicast");
        }
        element.Claim("mac", mac.ToString());
        return mac;
    }

    private static bool LinkUp(ElementReader link)
    {
        var state = link.RequiredAttribute("state");
        return state switch { "up" => true, "down" => false, _ => throw link.BadValue("state", state, "up | down") };
    }
}
