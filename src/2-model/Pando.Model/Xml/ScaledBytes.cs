namespace Pando.Model.Xml;

/// <summary>An element whose text is a number of bytes in the unit of its <c>unit</c> attribute.</summary>
internal static class ScaledBytes
{
    private const string Prefixes = "KMGTPE";

    /// <summary>The number in bytes.</summary>
    /// <param name="element">The element.</param>
    /// <param name="least">The least number of bytes.</param>
    /// <param name="usual">The unit where none is said.</param>
    public static long Read(ElementReader element, long least = 1, string usual = "bytes")
    {
        var unit = element.Attribute("unit") ?? usual;
        var scale = Scale(unit) ?? throw element.BadValue("unit", unit, "bytes | KiB | MiB | GiB | TiB | PiB | EiB | KB | MB | …");
        var number = element.TextNumber(0, long.MaxValue);
        var bytes = (Int128)number * scale;
        return bytes >= least && bytes <= long.MaxValue ? (long)bytes : throw element.BadValue(null, $"{number} {unit}", $"{least}…{long.MaxValue} bytes");
    }

    private static long? Scale(string unit)
    {
        if (unit.ToUpperInvariant() is "B" or "BYTE" or "BYTES")
        {
            return 1;
        }
        var power = unit.Length == 0 ? -1 : Prefixes.IndexOf(char.ToUpperInvariant(unit[0]), StringComparison.Ordinal);
        long? step = power < 0 ? null : unit[1..].ToUpperInvariant() switch
        {
            "" or "IB" => 1024,
            "B" => 1000,
            _ => null,
        };
        return step is null ? null : (long)Math.Pow(step.Value, power + 1);
    }
}
