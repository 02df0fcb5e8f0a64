using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Tuning;

/// <summary>The <c>cachetune</c> and <c>memorytune</c> elements.</summary>
internal static class ResourceControlXml
{
    private const int MostId = 65535;

    public static EquatableArray<CacheTuning> ReadCaches(ElementReader tuning, DomainType type, int vcpus)
    {
        var all = new List<CacheTuning>();
        foreach (var element in tuning.Children("cachetune"))
        {
            var threads = Vcpus(element, type, vcpus, all.Select(other => other.Vcpus));
            all.Add(new CacheTuning(
                threads, element.Attribute("id"), [.. element.Children("cache").Select(Part)], [.. element.Children("monitor").Select(monitor => Monitor(monitor, threads))]));
        }
        return [.. all];
    }

    /// <param name="tuning">The element.</param>
    /// <param name="type">What runs the machine.</param>
    /// <param name="vcpus">How many there are.</param>
    /// <param name="caches">A thread is in one group: of the same virtual processors, or of none of them.</param>
    public static EquatableArray<MemoryBandwidthTuning> ReadBandwidths(ElementReader tuning, DomainType type, int vcpus, EquatableArray<CacheTuning> caches)
    {
        var all = new List<MemoryBandwidthTuning>();
        foreach (var element in tuning.Children("memorytune"))
        {
            var threads = Vcpus(element, type, vcpus, all.Select(other => other.Vcpus));
            if (caches.Items.FirstOrDefault(cache => cache.Vcpus != threads && cache.Vcpus.Overlaps(threads)) is { } cache)
            {
                throw element.Conflict($"cachetune vcpus='{cache.Vcpus}'");
            }
            all.Add(new MemoryBandwidthTuning(
                threads, [.. element.Children("node").Select(node => Node(node, threads))], [.. element.Children("monitor").Select(monitor => Within(monitor, threads))]));
        }
        return [.. all];
    }

    public static IEnumerable<XElement> Write(CpuTuning tuning) =>
    [
        .. tuning.Caches.Items.Select(cache => new XElement("cachetune",
            Attribute("vcpus", cache.Vcpus.ToString()), Attribute("id", cache.Id),
            cache.Parts.Items.Select(part => new XElement("cache",
                Attribute("id", part.CacheId), Attribute("level", part.Level), Word<CacheKind>("type", part.Kind), Attribute("size", part.SizeBytes), Attribute("unit", "B"))),
            cache.Monitors.Items.Select(monitor => new XElement("monitor", Attribute("level", monitor.Level), Attribute("vcpus", monitor.Vcpus.ToString()))))),
        .. tuning.MemoryBandwidths.Items.Select(memory => new XElement("memorytune",
            Attribute("vcpus", memory.Vcpus.ToString()),
            memory.Nodes.Items.Select(node => new XElement("node", Attribute("id", node.Node), Attribute("bandwidth", node.Percent))),
            memory.Monitors.Items.Select(monitor => new XElement("monitor", Attribute("vcpus", monitor.ToString()))))),
    ];

    private static NumberSet Vcpus(ElementReader element, DomainType type, int vcpus, IEnumerable<NumberSet> others)
    {
        // The kernel's groups are of threads, and QEMU's translator shares one thread among processors.
        if (type != DomainType.Kvm)
        {
            throw element.Conflict("/domain/@type='qemu'");
        }
        var threads = element.RequiredNumbers("vcpus", vcpus - 1);
        return others.FirstOrDefault(threads.Overlaps) is { } other ? throw element.Conflict($"{element.Name} vcpus='{other}'") : threads;
    }

    private static CachePart Part(ElementReader cache) => new(
        cache.Number("id", 0, MostId) ?? throw cache.Missing("@id"),
        cache.Number("level", 1, 3) ?? throw cache.Missing("@level"),
        cache.RequiredWord<CacheKind>("type"),
        SizeXml.Bytes(cache, "size", "KiB"));

    private static CacheMonitor Monitor(ElementReader monitor, NumberSet threads) =>
        new(monitor.Number("level", 1, 3) ?? throw monitor.Missing("@level"), Within(monitor, threads));

    private static NumberSet Within(ElementReader monitor, NumberSet threads)
    {
        var watched = monitor.RequiredNumbers("vcpus");
        return watched.Numbers.All(threads.Contains) ? watched : throw monitor.BadValue("vcpus", watched.ToString(), threads.ToString());
    }

    private static NodeBandwidth Node(ElementReader node, NumberSet threads)
    {
        var id = node.Number("id", 0, MostId) ?? throw node.Missing("@id");
        node.Claim($"memorytune {threads}", id.ToString(CultureInfo.InvariantCulture));
        return new NodeBandwidth(id, node.Number("bandwidth", 1, 100) ?? throw node.Missing("@bandwidth"));
    }
}
