using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Pando.Model.Xml;

/// <summary>Where something stands in a document.</summary>
internal static class XmlLines
{
    /// <summary>The line that a reader is at.</summary>
    public static int Of(XmlReader reader) => ((IXmlLineInfo)reader).LineNumber;

    /// <summary>The line of an element or attribute; 0 where it was not read from a text.</summary>
    public static int Of(XObject thing) => (thing.Annotation<Line>() ?? thing.Parent?.Annotation<Line>())?.Number ?? 0;

    /// <summary>Notes the line; an attribute without one is on that of its element.</summary>
    public static void Set(XObject thing, int line) => thing.AddAnnotation(new Line(line));

    /// <summary>A line number as a fact of an error.</summary>
    public static string Text(int line) => line.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The path as XPath writes it: <c>/domain/devices/disk[2]/target</c>. The number counts from 1 among the siblings of
    /// the same name, and is left out where there is only one.
    /// </summary>
    public static string Path(XElement element)
    {
        var parts = element.AncestorsAndSelf().Reverse().Select(part =>
        {
            var alike = part.Parent?.Elements(part.Name).ToList();
            return alike is null or { Count: < 2 }
                ? Name(part)
                : string.Create(CultureInfo.InvariantCulture, $"{Name(part)}[{alike.IndexOf(part) + 1}]");
        });
        return $"/{string.Join('/', parts)}";
    }

    /// <summary>The path of an attribute: that of its element and <c>@name</c>.</summary>
    public static string Path(XAttribute attribute) => $"{Path(attribute.Parent!)}/@{attribute.Name.LocalName}";

    private sealed record Line(int Number);

    private static string Name(XElement element) =>
        element.GetPrefixOfNamespace(element.Name.Namespace) is { Length: > 0 } prefix
            ? $"{prefix}:{element.Name.LocalName}"
            : element.Name.LocalName;
}
