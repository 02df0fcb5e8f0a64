using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Processors;

/// <summary>The <c>numa</c> element of a processor.</summary>
internal static class GuestNumaXml
{
    // QEMU's own limit.
    private const int MostCells = 128;

    public static GuestNuma? Read(ElementReader numa, int vcpus)
    {
        var elements = numa.Children("cell");
        if (elements.Count == 0)
        {
            return null;
        }
        if (elements.Count > MostCells)
        {
            throw numa.BadValue(null, elements.Count.ToString(CultureInfo.InvariantCulture), $"1…{MostCells}");
        }
        var cells = elements.Select((element, index) => Cell(element, index, elements.Count, vcpus)).OrderBy(cell => cell.Id).ToList();
        RefuseSharedProcessors(numa, cells);
        return new GuestNuma
        {
            Cells = [.. cells],
            Interconnects = numa.Child("interconnects") is { } interconnects ? NumaInterconnectsXml.Read(interconnects, cells) : [],
        };
    }

    public static XElement Write(GuestNuma numa) => new("numa",
        numa.Cells.Items.Select(cell => new XElement("cell",
            Attribute("id", cell.Id), Attribute("cpus", cell.Cpus?.ToString()), Attribute("memory", cell.MemoryKiB), Attribute("unit", "KiB"),
            Word("memAccess", cell.Access), YesNo("discard", cell.Discard),
            cell.Distances.IsEmpty ? null : new XElement("distances", cell.Distances.Items.Select(distance =>
                new XElement("sibling", Attribute("id", distance.Cell), Attribute("value", distance.Value)))),
            cell.Caches.Items.Select(cache => new XElement("cache",
                Attribute("level", cache.Level), Word<NumaCacheAssociativity>("associativity", cache.Associativity), Word<NumaCachePolicy>("policy", cache.Policy),
                new XElement("size", Attribute("value", cache.SizeKiB), Attribute("unit", "KiB")),
                new XElement("line", Attribute("value", cache.LineBytes), Attribute("unit", "B")))))),
        NumaInterconnectsXml.Write(numa.Interconnects));

    private static NumaCell Cell(ElementReader element, int index, int count, int vcpus)
    {
        var id = element.Number("id", 0, count - 1) ?? index;
        element.Claim("numa cell", id.ToString(CultureInfo.InvariantCulture));
        return new NumaCell
        {
            Id = id,
            Cpus = element.Numbers("cpus", vcpus - 1),
            MemoryKiB = SizeXml.KiB(element, "memory", least: 0),
            Access = element.Word<MemoryAccess>("memAccess"),
            Discard = element.YesNo("discard"),
            Distances = element.Child("distances") is { } distances ? [.. distances.Children("sibling").Select(sibling => Distance(sibling, id, count))] : [],
            Caches = [.. element.Children("cache").Select(cache => Cache(cache, id))],
        };
    }

    private static NumaDistance Distance(ElementReader sibling, int own, int count)
    {
        var cell = sibling.Number("id", 0, count - 1) ?? throw sibling.Missing("@id");
        sibling.Claim($"numa distance {own}", cell.ToString(CultureInfo.InvariantCulture));
        var most = cell == own ? NumaDistance.Local : NumaDistance.Unreachable;
        return new NumaDistance(cell, sibling.Number("value", NumaDistance.Local, most) ?? throw sibling.Missing("@value"));
    }

    private static NumaCache Cache(ElementReader cache, int own)
    {
        var level = cache.Number("level", 1, 255) ?? throw cache.Missing("@level");
        cache.Claim($"numa cache {own}", level.ToString(CultureInfo.InvariantCulture));
        return new NumaCache(
            level, cache.RequiredWord<NumaCacheAssociativity>("associativity"), cache.RequiredWord<NumaCachePolicy>("policy"),
            SizeXml.KiB(cache.RequiredChild("size"), "value"), SizeXml.Bytes(cache.RequiredChild("line"), "value", "B"));
    }

    private static void RefuseSharedProcessors(ElementReader numa, List<NumaCell> cells)
    {
        foreach (var cell in cells)
        {
            if (cells.Find(other => other.Id < cell.Id && other.Cpus is { } theirs && cell.Cpus?.Overlaps(theirs) == true) is { } other)
            {
                throw numa.BadValue(null, $"cell id='{cell.Id}' cpus='{cell.Cpus}'", $"≠ cell id='{other.Id}' cpus='{other.Cpus}'");
            }
        }
    }
}
