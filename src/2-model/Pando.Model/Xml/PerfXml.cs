using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>The <c>perf</c> element.</summary>
internal static class PerfXml
{
    public static EquatableArray<PerfEvent> Read(ElementReader perf) => [.. perf.Children("event").Select(Event).OrderBy(counted => counted.Name)];

    public static XElement? Write(EquatableArray<PerfEvent> events) => events.IsEmpty ? null : new XElement("perf",
        events.Items.Select(counted => new XElement("event", Word<PerfEventName>("name", counted.Name), YesNo("enabled", counted.Enabled))));

    private static PerfEvent Event(ElementReader element)
    {
        var name = element.RequiredWord<PerfEventName>("name");
        element.Claim("perf event", XmlWords<PerfEventName>.Of(name));
        return new PerfEvent(name, element.YesNo("enabled") ?? throw element.Missing("@enabled"));
    }
}
