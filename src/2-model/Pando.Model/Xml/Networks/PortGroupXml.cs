using System.Xml.Linq;
using Pando.Model.Networks;
using Pando.Model.Xml.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Networks;

/// <summary>The <c>portgroup</c> element.</summary>
internal static class PortGroupXml
{
    public static PortGroup Read(ElementReader group)
    {
        var read = new PortGroup(group.RequiredAttribute("name"))
        {
            IsDefault = group.YesNo("default"),
            TrustGuestFilters = group.YesNo("trustGuestRxFilters"),
            VirtualPort = group.Child("virtualport") is { } port ? VirtualPortXml.Read(port) : null,
            Bandwidth = BandwidthXml.Read(group.Child("bandwidth"), canHaveFloor: false),
            Vlan = VlanXml.Read(group.Child("vlan")),
        };
        group.Claim("portgroup", read.Name);
        if (read.IsDefault == true)
        {
            group.Claim("portgroup default", "yes");
        }
        return read;
    }

    public static XElement Write(PortGroup group) => new(
        "portgroup",
        Attribute("name", group.Name), YesNo("default", group.IsDefault == true ? true : null), YesNo("trustGuestRxFilters", group.TrustGuestFilters),
        VlanXml.Write(group.Vlan), VirtualPortXml.Write(group.VirtualPort), BandwidthXml.Write(group.Bandwidth));
}
