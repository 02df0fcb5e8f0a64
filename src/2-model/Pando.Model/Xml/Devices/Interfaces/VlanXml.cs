using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>vlan</c> element.</summary>
internal static class VlanXml
{
    private const int MostId = 4095;

    public static VlanTags? Read(ElementReader? vlan)
    {
        if (vlan is null)
        {
            return null;
        }
        var tags = vlan.Children("tag").Select(Tag).ToEquatableArray();
        if (tags.IsEmpty)
        {
            throw vlan.Missing("tag");
        }
        var native = tags.Items.Count(tag => tag.Native is not null);
        if (native > 1)
        {
            throw vlan.BadValue(null, native.ToString(CultureInfo.InvariantCulture), "@nativeMode ≤ 1");
        }
        var trunk = vlan.YesNo("trunk");
        if (trunk == false && (tags.Count > 1 || native > 0))
        {
            throw vlan.BadValue("trunk", "no", "yes");
        }
        return new VlanTags(trunk ?? (tags.Count > 1 || native > 0), tags);
    }

    public static XElement? Write(VlanTags? vlan) => vlan is null ? null : new XElement("vlan",
        vlan.Trunk ? Attribute("trunk", "yes") : null,
        vlan.Tags.Items.Select(tag => new XElement("tag", Attribute("id", tag.Id), Word("nativeMode", tag.Native))));

    private static VlanTag Tag(ElementReader tag) =>
        new(tag.Number("id", 0, MostId) ?? throw tag.Missing("@id"), tag.Word<NativeVlan>("nativeMode"));
}
