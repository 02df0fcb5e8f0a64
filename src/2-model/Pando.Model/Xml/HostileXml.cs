using System.Text;
using System.Xml;
using System.Xml.Linq;
using Pando.Model.Errors;

namespace Pando.Model.Xml;

/// <summary>
/// The only way XML from outside comes in. A document type is refused (so there are no entities to blow up, and
/// nothing is fetched), and so is what is larger, deeper or more branched than any honest definition.
/// </summary>
public static class HostileXml
{
    /// <summary>The most bytes (of UTF-8) or characters a document may have.</summary>
    public const int MaxLength = 4 * 1024 * 1024;

    /// <summary>The deepest that elements may be nested.</summary>
    public const int MaxDepth = 64;

    /// <summary>The most elements, attributes, texts and comments together: a machine with every place taken has some 6,000.</summary>
    public const int MaxNodes = 20_000;

    /// <summary>Reads a document; elements know their lines.</summary>
    /// <exception cref="CallerException"><c>definition.malformed</c> or <c>definition.too-large</c>.</exception>
    public static XElement Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            throw TooLarge(1, $"{MaxLength / 1024 / 1024} MiB");
        }
        try
        {
            using var reader = Open(text);
            return Build(reader);
        }
        catch (XmlException failure)
        {
            throw new CallerException(
                ErrorCodes.Definition.Malformed, failure, ("line", XmlLines.Text(Math.Max(1, failure.LineNumber))), ("element", ""), ("reason", Words(failure)));
        }
    }

    /// <summary>Reads a document from a stream, which is read no further than the limit. Only UTF-8 is taken.</summary>
    /// <exception cref="CallerException"><c>definition.malformed</c> or <c>definition.too-large</c>.</exception>
    public static XElement Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        for (int count; (count = stream.Read(chunk)) > 0;)
        {
            buffer.Write(chunk, 0, count);
            if (buffer.Length > MaxLength)
            {
                throw TooLarge(1, $"{MaxLength / 1024 / 1024} MiB");
            }
        }
        try
        {
            var bytes = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
            return Read(Strict.GetString(bytes.StartsWith(Strict.Preamble) ? bytes[Strict.Preamble.Length..] : bytes));
        }
        catch (DecoderFallbackException failure)
        {
            throw new CallerException(ErrorCodes.Definition.Malformed, failure, ("line", "1"), ("element", ""), ("reason", "UTF-8"));
        }
    }

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    private static XmlReader Open(string text) => XmlReader.Create(new StringReader(text), new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CheckCharacters = true,
        MaxCharactersInDocument = MaxLength,
        MaxCharactersFromEntities = 1,
        CloseInput = true,
    });

    // Built by hand and not by XElement.Load, so that what is too large is refused before there is a tree of it.
    private static XElement Build(XmlReader reader)
    {
        XElement? root = null;
        XElement? current = null;
        for (var nodes = 0; reader.Read();)
        {
            nodes += 1 + reader.AttributeCount;
            Limit(reader, nodes);
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var empty = reader.IsEmptyElement;
                    var element = Element(reader);
                    current?.Add(element);
                    root ??= element;
                    current = empty ? current : element;
                    break;
                case XmlNodeType.EndElement:
                    current = current!.Parent;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    current?.Add(new XText(reader.Value));
                    break;
            }
        }
        return root!;
    }

    private static XElement Element(XmlReader reader)
    {
        var line = XmlLines.Of(reader);
        var element = new XElement(XName.Get(reader.LocalName, reader.NamespaceURI));
        XmlLines.Set(element, line);
        while (reader.MoveToNextAttribute())
        {
            // A declaration of the default namespace is called xmlns, and is in no namespace for XLinq.
            var space = reader.Prefix.Length == 0 ? "" : reader.NamespaceURI;
            var attribute = new XAttribute(XName.Get(reader.LocalName, space), reader.Value);
            element.Add(attribute);
            if (XmlLines.Of(reader) is var at && at != line)
            {
                XmlLines.Set(attribute, at);
            }
        }
        reader.MoveToElement();
        return element;
    }

    private static void Limit(XmlReader reader, int nodes)
    {
        if (reader.Depth > MaxDepth)
        {
            throw TooLarge(XmlLines.Of(reader), $"{MaxDepth} × <…>");
        }
        if (nodes > MaxNodes)
        {
            throw TooLarge(XmlLines.Of(reader), $"{MaxNodes} × <…>");
        }
    }

    // The parser ends its sentence with the line, which the error says itself.
    private static string Words(XmlException failure)
    {
        var at = failure.Message.LastIndexOf(" Line ", StringComparison.Ordinal);
        return (at > 0 ? failure.Message[..at] : failure.Message).TrimEnd('.');
    }

    private static CallerException TooLarge(int line, string limit) =>
        new(ErrorCodes.Definition.TooLarge, ("line", XmlLines.Text(line)), ("element", ""), ("reason", limit));
}
