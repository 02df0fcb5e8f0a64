using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>The <c>maxMemory</c>, <c>memory</c> and <c>currentMemory</c> elements.</summary>
internal static class MemoryXml
{
    private const int MostSlots = 256;

    /// <summary>
    /// Memory and current memory in KiB. What is above the maximum means the maximum, as with libvirt: who lowers one need
    /// not lower both. With NUMA cells the maximum is theirs, which the defaults fill in.
    /// </summary>
    public static (long MemoryKiB, long CurrentKiB) Read(ElementReader domain, GuestNuma? numa)
    {
        var cells = numa?.MemoryKiB ?? 0;
        var memory = cells > 0 && domain.Child("memory") is null ? cells : SizeXml.KiB(domain.RequiredChild("memory"));
        var most = Math.Max(memory, cells);
        // 0 means all of it.
        var current = domain.Child("currentMemory") is { } element ? SizeXml.KiB(element, least: 0) : 0;
        return (memory, current == 0 ? most : Math.Min(most, current));
    }

    public static bool? DumpCore(ElementReader domain) => domain.Child("memory")?.OnOff("dumpCore");

    public static MaxMemory? Most(ElementReader domain, long memoryKiB)
    {
        if (domain.Child("maxMemory") is not { } element)
        {
            return null;
        }
        var most = new MaxMemory(SizeXml.KiB(element), element.Number("slots", 1, MostSlots) ?? throw element.Missing("@slots"));
        return most.KiB >= memoryKiB ? most : throw element.BadValue(null, $"{most.KiB} KiB", $"≥ {memoryKiB} KiB (/domain/memory)");
    }

    public static IEnumerable<XElement?> Write(DomainDefinition definition) =>
    [
        SizeXml.Element("maxMemory", definition.MaxMemory?.KiB, Attribute("slots", definition.MaxMemory?.Slots)),
        SizeXml.Element("memory", definition.MemoryKiB, OnOff("dumpCore", definition.DumpMemory)),
        SizeXml.Element("currentMemory", definition.CurrentMemoryKiB),
    ];
}
