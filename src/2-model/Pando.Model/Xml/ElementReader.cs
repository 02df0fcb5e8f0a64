using System.Xml.Linq;
using Pando.Model.Errors;

namespace Pando.Model.Xml;

/// <summary>
/// Reads one element and remembers what of it was asked for. <see cref="End"/> refuses the rest, so that nothing
/// a user wrote is ever dropped in silence.
/// </summary>
internal sealed partial class ElementReader
{
    private readonly XElement _element;
    private readonly Claims _claims;
    private List<XName>? _attributes;
    private bool _text;
    private bool _whole;

    private ElementReader(XElement element, Claims claims)
    {
        _element = element;
        _claims = claims;
    }

    /// <summary>Starts at the root of a document.</summary>
    public ElementReader(XElement root) : this(root, new Claims()) { }

    /// <summary>The element's own name.</summary>
    public string Name => _element.Name.LocalName;

    /// <summary>The element itself, for what is kept as it is; everything in it counts as read.</summary>
    public XElement Whole()
    {
        _whole = true;
        return _element;
    }

    /// <summary>The child of that name; null where there is none. Twice is an error.</summary>
    public ElementReader? Child(XName name)
    {
        ElementReader? found = null;
        foreach (var child in Children(name))
        {
            if (found is not null)
            {
                throw child.Fails(ErrorCodes.Definition.Repeated);
            }
            found = child;
        }
        return found;
    }

    /// <summary>The child of that name, which must be there.</summary>
    public ElementReader RequiredChild(string name) => Child(name) ?? throw Missing(name);

    /// <summary>The children of that name.</summary>
    public IReadOnlyList<ElementReader> Children(XName name) => [.. _element.Elements(name).Select(Reader)];

    /// <summary>All children, whatever they are called.</summary>
    public IReadOnlyList<ElementReader> Children() => [.. _element.Elements().Select(Reader)];

    /// <summary>Whether a child of that name is there, which must be empty: a flag.</summary>
    public bool Flag(string name) => Child(name) is not null;

    /// <summary>The text between the tags, as it was written; null where there is none.</summary>
    public string? Text()
    {
        _text = true;
        var text = string.Concat(_element.Nodes().OfType<XText>().Select(node => node.Value));
        return text.Length == 0 ? null : text;
    }

    /// <summary>The text between the tags, which must be there.</summary>
    public string RequiredText() => Text() ?? throw Fails(ErrorCodes.Definition.Missing);

    /// <summary>An attribute as it was written; null where it is not there.</summary>
    public string? Attribute(string name)
    {
        (_attributes ??= []).Add(name);
        return _element.Attribute(name)?.Value;
    }

    /// <summary>An attribute that must be there and must not be empty.</summary>
    public string RequiredAttribute(string name) =>
        Attribute(name) is { Length: > 0 } value ? value : throw Missing("@" + name);

    /// <summary>Marks what libvirt itself ignores in a definition.</summary>
    public void Ignore(params ReadOnlySpan<string> attributes)
    {
        foreach (var name in attributes)
        {
            (_attributes ??= []).Add(name);
        }
    }

    /// <summary>Takes a thing that only one may have, such as a target or an address.</summary>
    /// <exception cref="CallerException"><c>definition.duplicate</c></exception>
    public void Claim(string kind, string value)
    {
        if (_claims.Take(kind, value, _element) is { } holder)
        {
            throw Fails(ErrorCodes.Definition.Duplicate, ("value", value), ("other", XmlLines.Path(holder)), ("at", XmlLines.Text(XmlLines.Of(holder))));
        }
    }

    /// <summary>Refuses whatever was not asked for, here and below.</summary>
    /// <exception cref="CallerException"><c>definition.unsupported</c></exception>
    public void End()
    {
        if (_whole)
        {
            return;
        }
        if (_element.Attributes().FirstOrDefault(attribute => !attribute.IsNamespaceDeclaration && _attributes?.Contains(attribute.Name) is not true) is { } attribute)
        {
            throw new CallerException(ErrorCodes.Definition.Unsupported,
                ("line", XmlLines.Text(XmlLines.Of(attribute))), ("element", XmlLines.Path(attribute)), ("reason", attribute.Value));
        }
        foreach (var node in _element.Nodes())
        {
            if (node is XText { Value: var text } && !_text && !string.IsNullOrWhiteSpace(text))
            {
                throw Fails(ErrorCodes.Definition.Unsupported, ("reason", text.Trim()));
            }
            if (node is XElement child)
            {
                if (child.Annotation<ElementReader>() is not { } reader)
                {
                    throw new ElementReader(child, _claims).Fails(ErrorCodes.Definition.Unsupported, ("reason", $"<{child.Name.LocalName}>"));
                }
                reader.End();
            }
        }
    }

    /// <summary>An error about this element.</summary>
    public CallerException Fails(ErrorCode code, params ErrorFact[] facts) =>
        new(code, [("line", XmlLines.Text(XmlLines.Of(_element))), ("element", XmlLines.Path(_element)), .. facts]);

    /// <summary>An error about something that should be in this element.</summary>
    public CallerException Missing(string name) => new(ErrorCodes.Definition.Missing,
        ("line", XmlLines.Text(XmlLines.Of(_element))), ("element", $"{XmlLines.Path(_element)}/{name}"));

    /// <summary>An error about an attribute whose value cannot stand there.</summary>
    /// <param name="attribute">Its name; null for the text of the element.</param>
    /// <param name="value">What stands there.</param>
    /// <param name="expected">What could: words or a range, in no language.</param>
    public CallerException BadValue(string? attribute, string value, string expected)
    {
        var place = attribute is null ? null : _element.Attribute(attribute);
        return new(ErrorCodes.Definition.BadValue,
            ("line", XmlLines.Text(XmlLines.Of((XObject?)place ?? _element))),
            ("element", place is null ? XmlLines.Path(_element) : XmlLines.Path(place)),
            ("value", Shortened(value)), ("reason", expected));
    }

    /// <summary>An error about two things that exclude each other.</summary>
    public CallerException Conflict(string other) => Fails(ErrorCodes.Definition.Conflict, ("reason", other));

    private static string Shortened(string value) => value.Length <= 80 ? value : value[..80] + "…";

    // Kept at the element itself: asked for twice it is the same reader, and there is nothing to look up in.
    private ElementReader Reader(XElement child)
    {
        if (child.Annotation<ElementReader>() is not { } reader)
        {
            reader = new ElementReader(child, _claims);
            child.AddAnnotation(reader);
        }
        return reader;
    }
}
