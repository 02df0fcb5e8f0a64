using System.Globalization;
using System.Xml.Linq;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>Sizes in any unit libvirt knows: a number, and its unit in <c>unit</c>.</summary>
internal static class SizeXml
{
    /// <summary>More than any machine has; far below what overflows when bytes are counted.</summary>
    public const long MostKiB = 1L << 42;

    private static readonly Dictionary<string, long> Units = new(StringComparer.Ordinal)
    {
        ["b"] = 1,
        ["B"] = 1,
        ["byte"] = 1,
        ["bytes"] = 1,
        ["KB"] = 1000,
        ["k"] = 1024,
        ["K"] = 1024,
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

    /// <summary>The size between the tags, in KiB. Part of a KiB counts as a whole one, as libvirt has it.</summary>
    public static long KiB(ElementReader element, long least = 1, long most = MostKiB, string unit = "KiB")
    {
        var number = element.TextNumber(least, long.MaxValue);
        return Within(element, null, number, Rounded(number, Unit(element, unit)), most);
    }

    /// <summary>The size in an attribute, in KiB.</summary>
    public static long KiB(ElementReader element, string attribute, long least = 1, long most = MostKiB)
    {
        var number = element.LongNumber(attribute, least, long.MaxValue) ?? throw element.Missing("@" + attribute);
        return Within(element, attribute, number, Rounded(number, Unit(element, "KiB")), most);
    }

    /// <summary>The size in an attribute, in bytes.</summary>
    public static long Bytes(ElementReader element, string attribute, string unit)
    {
        var number = element.LongNumber(attribute, 1, long.MaxValue) ?? throw element.Missing("@" + attribute);
        return Within(element, attribute, number, (Int128)number * Unit(element, unit), MostKiB * 1024);
    }

    /// <summary>An element with a size in KiB between its tags; nothing where there is none.</summary>
    public static XElement? Element(string name, long? kib, params ReadOnlySpan<XAttribute?> attributes)
    {
        if (kib is null)
        {
            return null;
        }
        var element = new XElement(name);
        foreach (var attribute in attributes)
        {
            element.Add(attribute);
        }
        element.Add(Attribute("unit", "KiB"), kib.Value.ToString(CultureInfo.InvariantCulture));
        return element;
    }

    private static long Unit(ElementReader element, string usual)
    {
        var unit = element.Attribute("unit") ?? usual;
        return Units.TryGetValue(unit, out var bytes) ? bytes : throw element.BadValue("unit", unit, string.Join(" | ", Units.Keys));
    }

    private static Int128 Rounded(long number, long unit) => (((Int128)number * unit) + 1023) / 1024;

    private static long Within(ElementReader element, string? attribute, long number, Int128 size, long most) =>
        size <= most ? (long)size : throw element.BadValue(attribute, string.Create(CultureInfo.InvariantCulture, $"{number} {element.Attribute("unit")}"), string.Create(CultureInfo.InvariantCulture, $"≤ {most}"));
}
