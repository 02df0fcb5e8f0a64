using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>The <c>memoryBacking</c> element.</summary>
internal static class MemoryBackingXml
{
    private const int MostThreads = 4096;

    public static MemoryBacking Read(ElementReader backing, GuestNuma? numa)
    {
        var read = new MemoryBacking
        {
            HugePages = backing.Child("hugepages") is { } pages ? Pages(pages, numa) : null,
            NoSharePages = backing.Flag("nosharepages"),
            Locked = backing.Flag("locked"),
            Source = backing.Child("source")?.RequiredWord<MemorySource>("type"),
            Access = backing.Child("access")?.RequiredWord<MemoryAccess>("mode"),
            Allocation = backing.Child("allocation")?.Word<MemoryAllocation>("mode"),
            AllocationThreads = backing.Child("allocation")?.Number("threads", 1, MostThreads),
            Discard = backing.Flag("discard"),
        };
        if (read is { HugePages: not null, Source: MemorySource.Anonymous })
        {
            throw backing.RequiredChild("source").Conflict("hugepages");
        }
        return read is { HugePages: not null, Allocation: MemoryAllocation.OnDemand }
            ? throw backing.RequiredChild("allocation").Conflict("hugepages")
            : read;
    }

    public static XElement? Write(MemoryBacking backing) => UnlessEmpty("memoryBacking",
        backing.HugePages is not { } pages ? null : new XElement("hugepages", pages.Pages.Items.Select(page => new XElement("page",
            Attribute("size", page.KiB), Attribute("unit", "KiB"), Attribute("nodeset", page.Nodes?.ToString())))),
        Flag("nosharepages", backing.NoSharePages),
        Flag("locked", backing.Locked),
        backing.Source is null ? null : new XElement("source", Word("type", backing.Source)),
        backing.Access is null ? null : new XElement("access", Word("mode", backing.Access)),
        UnlessEmpty("allocation", Word("mode", backing.Allocation), Attribute("threads", backing.AllocationThreads)),
        Flag("discard", backing.Discard));

    private static HugePages Pages(ElementReader pages, GuestNuma? numa)
    {
        var all = new List<HugePage>();
        foreach (var element in pages.Children("page"))
        {
            var nodes = element.Numbers("nodeset");
            var cells = Math.Max(1, numa?.Cells.Count ?? 0);
            if (nodes is not null && nodes.Numbers[^1] >= cells)
            {
                throw element.BadValue("nodeset", nodes.ToString(), $"0…{cells - 1} (/domain/cpu/numa)");
            }
            // Without NUMA nodes there is nothing to tell apart.
            var page = new HugePage(SizeXml.KiB(element, "size"), numa is null ? null : nodes);
            if (all.Exists(other => other.Nodes is null ? page.Nodes is null : page.Nodes?.Overlaps(other.Nodes) == true))
            {
                throw element.Conflict($"page size='{all[0].KiB}' unit='KiB'");
            }
            all.Add(page);
        }
        return new HugePages([.. all]);
    }
}
