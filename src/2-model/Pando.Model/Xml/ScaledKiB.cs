namespace Pando.Model.Xml;

/// <summary>An element whose text is a size in the unit of its <c>unit</c> attribute; without one it is KiB.</summary>
internal static class ScaledKiB
{
    /// <summary>The size in KiB; part of a KiB counts as a whole one.</summary>
    public static long Read(ElementReader element, long least = 1)
    {
        if (element.Attribute("unit") is null)
        {
            return element.TextNumber(least, long.MaxValue / 1024);
        }
        var bytes = ScaledBytes.Read(element, least);
        return (bytes / 1024) + (bytes % 1024 == 0 ? 0 : 1);
    }
}
