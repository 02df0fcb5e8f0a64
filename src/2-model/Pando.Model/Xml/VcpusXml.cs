using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>The <c>vcpu</c> element.</summary>
internal static class VcpusXml
{
    // KVM's own limit is 4096; QEMU's machine types say less.
    private const int Most = 4096;

    public static (int Vcpus, int Current) Read(ElementReader domain)
    {
        if (domain.Child("vcpu") is not { } vcpu)
        {
            return (1, 1);
        }
        vcpu.Only("placement", "static");
        var count = (int)vcpu.TextNumber(1, Most);
        return (count, vcpu.Number("current", 1, count) ?? count);
    }

    public static XElement Write(DomainDefinition definition) => new("vcpu",
        Attribute("placement", "static"),
        definition.VcpusCurrent == definition.Vcpus ? null : Attribute("current", definition.VcpusCurrent),
        definition.Vcpus.ToString(CultureInfo.InvariantCulture));
}
