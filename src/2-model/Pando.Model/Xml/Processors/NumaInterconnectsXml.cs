using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Processors;

/// <summary>The <c>interconnects</c> element: latencies first, then bandwidths.</summary>
internal static class NumaInterconnectsXml
{
    public static EquatableArray<NumaInterconnect> Read(ElementReader interconnects, IReadOnlyList<NumaCell> cells) =>
    [
        .. interconnects.Children("latency").Select(element => Read(element, NumaInterconnectKind.Latency, cells)),
        .. interconnects.Children("bandwidth").Select(element => Read(element, NumaInterconnectKind.Bandwidth, cells)),
    ];

    public static XElement? Write(EquatableArray<NumaInterconnect> interconnects) => interconnects.IsEmpty ? null : new XElement("interconnects",
        interconnects.Items.Select(one => new XElement(XmlWords<NumaInterconnectKind>.Of(one.Kind),
            Attribute("initiator", one.Initiator), Attribute("target", one.Target), Attribute("cache", one.Cache), Word<NumaAccess>("type", one.Access),
            Attribute("value", one.Value), one.Kind == NumaInterconnectKind.Bandwidth ? Attribute("unit", "KiB") : null)));

    private static NumaInterconnect Read(ElementReader element, NumaInterconnectKind kind, IReadOnlyList<NumaCell> cells)
    {
        var initiator = element.Number("initiator", 0, cells.Count - 1) ?? throw element.Missing("@initiator");
        if (cells[initiator].Cpus is null)
        {
            throw element.BadValue("initiator", Text(initiator), "/domain/cpu/numa/cell[@cpus]");
        }
        var target = element.Number("target", 0, cells.Count - 1) ?? throw element.Missing("@target");
        var cache = element.Number("cache", 1, 255);
        if (cache is { } level && !cells[target].Caches.Items.Any(known => known.Level == level))
        {
            throw element.BadValue("cache", Text(level), "/domain/cpu/numa/cell/cache/@level");
        }
        var access = element.RequiredWord<NumaAccess>("type");
        element.Claim($"numa {element.Name}", $"{initiator} → {target} {cache} {XmlWords<NumaAccess>.Of(access)}");
        var value = kind == NumaInterconnectKind.Bandwidth
            ? SizeXml.KiB(element, "value")
            : element.LongNumber("value", 1, uint.MaxValue) ?? throw element.Missing("@value");
        return new NumaInterconnect(kind, initiator, target, cache, access, value);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
