using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>hub</c> element.</summary>
internal static class HubXml
{
    public static HubDevice Read(ElementReader hub)
    {
        hub.RequiredAttribute("type");
        hub.Only("type", "usb");
        return new HubDevice { Alias = PlaceXml.Alias(hub), Address = PlaceXml.Address(hub, "usb", "usb") };
    }

    public static XElement Write(HubDevice hub, DomainXmlOptions options) => new("hub", Attribute("type", "usb"), PlaceXml.Write(hub, options));
}
