using System.Text;
using System.Xml.Linq;

namespace Pando.Model.Xml;

/// <summary>
/// Writes an element the way libvirt does: two spaces a level, single quotes, one element a line. A text comes
/// back exactly as it went in, so that what was read and written again is the same. What carries
/// <see cref="Verbatim"/> is written as that says.
/// </summary>
internal static class XmlText
{
    /// <summary>Marks an element that stands for a text of XML which is kept as it was written.</summary>
    public sealed record Verbatim(string Xml);

    /// <summary>The text of the element, with a line break at its end.</summary>
    public static string Of(XElement root)
    {
        var text = new StringBuilder();
        Write(text, root, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, XElement element, int level)
    {
        text.Append(' ', 2 * level);
        if (element.Annotation<Verbatim>() is { Xml: var xml })
        {
            text.Append(xml).Append('\n');
            return;
        }
        var name = Name(element);
        text.Append('<').Append(name);
        foreach (var attribute in element.Attributes())
        {
            text.Append(' ').Append(attribute.IsNamespaceDeclaration ? "xmlns:" : "").Append(attribute.Name.LocalName).Append("='");
            Escape(text, attribute.Value, quoted: true);
            text.Append('\'');
        }
        if (!element.HasElements && element.Value.Length == 0)
        {
            text.Append("/>\n");
            return;
        }
        text.Append('>');
        if (element.HasElements)
        {
            text.Append('\n');
            foreach (var child in element.Elements())
            {
                Write(text, child, level + 1);
            }
            text.Append(' ', 2 * level);
        }
        else
        {
            Escape(text, element.Value, quoted: false);
        }
        text.Append("</").Append(name).Append(">\n");
    }

    private static string Name(XElement element) => element.GetPrefixOfNamespace(element.Name.Namespace) is { Length: > 0 } prefix
        ? $"{prefix}:{element.Name.LocalName}"
        : element.Name.LocalName;

    private static void Escape(StringBuilder text, string value, bool quoted)
    {
        foreach (var letter in value)
        {
            // A reader turns bare line breaks in attributes into spaces, and carriage returns everywhere into line feeds.
            _ = letter switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '\'' when quoted => text.Append("&apos;"),
                '\r' => text.Append("&#13;"),
                '\n' when quoted => text.Append("&#10;"),
                '\t' when quoted => text.Append("&#9;"),
                _ => text.Append(letter),
            };
        }
    }
}
