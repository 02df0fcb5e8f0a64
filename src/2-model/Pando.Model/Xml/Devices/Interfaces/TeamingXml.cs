using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>teaming</c> element of an interface or a PCI device.</summary>
internal static class TeamingXml
{
    public static InterfaceTeaming Read(ElementReader teaming)
    {
        var kind = teaming.RequiredAttribute("type");
        var persistent = teaming.Attribute("persistent");
        return kind switch
        {
            "persistent" => persistent is null ? new InterfaceTeaming() : throw teaming.Conflict("type='persistent'"),
            "transient" => new InterfaceTeaming(new DeviceAlias(teaming.RequiredAttribute("persistent"))),
            _ => throw teaming.BadValue("type", kind, "persistent | transient"),
        };
    }

    public static XElement? Write(InterfaceTeaming? teaming) => teaming is null ? null : new XElement("teaming",
        Attribute("type", teaming.IsTransient ? "transient" : "persistent"), Attribute("persistent", teaming.Persistent?.Name));
}
