using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>lease</c> element.</summary>
internal static class LeaseXml
{
    public static LeaseDefinition Read(ElementReader lease)
    {
        var target = lease.RequiredChild("target");
        var offset = target.LongNumber("offset", 0, long.MaxValue);
        return new LeaseDefinition(
            lease.Child("lockspace")?.RequiredText(), lease.RequiredChild("key").RequiredText(), target.Path("path") ?? throw target.Missing("@path"), offset == 0 ? null : offset);
    }

    public static XElement Write(LeaseDefinition lease) => new("lease",
        Text("lockspace", lease.Lockspace),
        Text("key", lease.Key),
        new XElement("target", Attribute("path", lease.TargetPath), Attribute("offset", lease.Offset)));
}
