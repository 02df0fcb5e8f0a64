using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>The <c>pm</c> element.</summary>
internal static class PowerXml
{
    public static PowerManagement Read(ElementReader power) => new()
    {
        SuspendToMemory = power.Child("suspend-to-mem")?.YesNo("enabled"),
        SuspendToDisk = power.Child("suspend-to-disk")?.YesNo("enabled"),
    };

    public static XElement? Write(PowerManagement power) => UnlessEmpty("pm",
        State("suspend-to-mem", power.SuspendToMemory), State("suspend-to-disk", power.SuspendToDisk));

    private static XElement? State(string name, bool? enabled) => enabled is null ? null : new XElement(name, YesNo("enabled", enabled));
}
