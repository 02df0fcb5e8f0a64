using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>The <c>memory</c> and <c>currentMemory</c> elements, in any unit libvirt knows.</summary>
internal static class MemoryXml
{
    // More than any machine has; far below what overflows when bytes are counted.
    private const long MostKiB = 1L << 42;

    private static readonly Dictionary<string, long> Units = new(StringComparer.Ordinal)
    {
        ["b"] = 1,
        ["bytes"] = 1,
        ["KB"] = 1000,
        ["k"] = 1024,
        ["KiB"] = 1024,
        ["MB"] = 1_000_000,
        ["M"] = 1 << 20,
        ["MiB"] = 1 << 20,
        ["GB"] = 1_000_000_000,
        ["G"] = 1 << 30,
        ["GiB"] = 1 << 30,
        ["TB"] = 1_000_000_000_000,
        ["T"] = 1L << 40,
        ["TiB"] = 1L << 40,
        ["PB"] = 1_000_000_000_000_000,
        ["P"] = 1L << 50,
        ["PiB"] = 1L << 50,
        ["EB"] = 1_000_000_000_000_000_000,
        ["E"] = 1L << 60,
        ["EiB"] = 1L << 60,
    };

    /// <summary>Both in KiB. What is above the maximum means the maximum, as with libvirt: who lowers one need not lower both.</summary>
    public static (long MemoryKiB, long CurrentKiB) Read(ElementReader domain)
    {
        var memory = KiB(domain.RequiredChild("memory"));
        var current = domain.Child("currentMemory") is { } element ? KiB(element) : memory;
        return (memory, Math.Min(memory, current));
    }

    public static IEnumerable<XElement> Write(DomainDefinition definition) =>
        [Element("memory", definition.MemoryKiB), Element("currentMemory", definition.CurrentMemoryKiB)];

    private static XElement Element(string name, long kib) =>
        new(name, Attribute("unit", "KiB"), kib.ToString(CultureInfo.InvariantCulture));

    private static long KiB(ElementReader element)
    {
        var unit = element.Attribute("unit") ?? "KiB";
        if (!Units.TryGetValue(unit, out var bytes))
        {
            throw element.BadValue("unit", unit, string.Join(" | ", Units.Keys));
        }
        var number = element.TextNumber(1, long.MaxValue);
        // Part of a KiB counts as a whole one, as libvirt has it.
        var kib = (((Int128)number * bytes) + 1023) / 1024;
        return kib <= MostKiB ? (long)kib : throw element.BadValue(null, $"{number} {unit}", $"≤ {MostKiB} KiB");
    }
}
