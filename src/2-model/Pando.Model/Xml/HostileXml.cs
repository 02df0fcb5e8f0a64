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
        return Guarded(() =>
        {
            using (var counted = Open(new StringReader(text)))
            {
                Count(counted);
            }
            using var reader = Open(new StringReader(text));
            return XElement.Load(reader, LoadOptions.PreserveWhitespace | LoadOptions.SetLineInfo);
        });
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

    private static XmlReader Open(TextReader text) => XmlReader.Create(text, new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CheckCharacters = true,
        MaxCharactersInDocument = MaxLength,
        MaxCharactersFromEntities = 1,
        CloseInput = true,
    });

    // Counted in a first pass, so that no tree is built of what is refused.
    private static void Count(XmlReader reader)
    {
        var nodes = 0;
        while (reader.Read())
        {
            nodes += 1 + reader.AttributeCount;
            var line = ((IXmlLineInfo)reader).LineNumber;
            if (reader.Depth > MaxDepth)
            {
                throw TooLarge(line, $"{MaxDepth} × <…>");
            }
            if (nodes > MaxNodes)
            {
                throw TooLarge(line, $"{MaxNodes} × <…>");
            }
        }
    }

    private static XElement Guarded(Func<XElement> read)
    {
        try
        {
            return read();
        }
        catch (XmlException failure)
        {
            throw new CallerException(
                ErrorCodes.Definition.Malformed, failure, ("line", XmlLines.Text(failure.LineNumber)), ("element", ""), ("reason", Words(failure)));
        }
    }

    // The parser ends its sentence with the line, which the error says itself.
    private static string Words(XmlException failure)
    {
        var at = failure.Message.LastIndexOf(" Line ", StringComparison.Ordinal);
        return at > 0 ? failure.Message[..at] : failure.Message;
    }

    private static CallerException TooLarge(int line, string limit) =>
        new(ErrorCodes.Definition.TooLarge, ("line", XmlLines.Text(line)), ("element", ""), ("reason", limit));
}
