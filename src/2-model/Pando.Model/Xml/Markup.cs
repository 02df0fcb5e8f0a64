using System.Globalization;
using System.Xml.Linq;

namespace Pando.Model.Xml;

/// <summary>Makes elements and attributes; what is null is left out.</summary>
internal static class Markup
{
    /// <summary>An attribute, unless its value is null.</summary>
    public static XAttribute? Attribute(string name, string? value) => value is null ? null : new XAttribute(name, value);

    /// <summary>A number in decimal.</summary>
    public static XAttribute? Attribute(string name, long? value) =>
        value is null ? null : new XAttribute(name, value.Value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number in hexadecimal, as libvirt writes PCI addresses.</summary>
    public static XAttribute Hexadecimal(string name, int value, int digits) =>
        new(name, "0x" + value.ToString("x" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>The word of an enum's member.</summary>
    public static XAttribute? Word<T>(string name, T? value) where T : struct, Enum =>
        value is null ? null : new XAttribute(name, XmlWords<T>.Of(value.Value));

    /// <summary><c>yes</c> or <c>no</c>.</summary>
    public static XAttribute? YesNo(string name, bool? value) => value is null ? null : new XAttribute(name, value.Value ? "yes" : "no");

    /// <summary><c>on</c> or <c>off</c>.</summary>
    public static XAttribute? OnOff(string name, bool? value) => value is null ? null : new XAttribute(name, value.Value ? "on" : "off");

    /// <summary>An element with a text, unless the text is null.</summary>
    public static XElement? Text(string name, string? text) => text is null ? null : new XElement(name, text);

    /// <summary>An empty element where the flag is set.</summary>
    public static XElement? Flag(string name, bool flag) => flag ? new XElement(name) : null;

    /// <summary>An element, unless nothing is in it.</summary>
    public static XElement? UnlessEmpty(string name, params ReadOnlySpan<XObject?> content)
    {
        var element = new XElement(name);
        foreach (var part in content)
        {
            element.Add(part);
        }
        return element.HasAttributes || element.HasElements || !element.IsEmpty ? element : null;
    }
}
