using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>filterref</c> element of an interface.</summary>
internal static class FilterReferenceXml
{
    private static readonly Func<char, bool> NameLetter = static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_';
    private static readonly Func<char, bool> ValueLetter = static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or ':' or '-' or '/' or '[' or ']' or '@';

    public static FilterReference Read(ElementReader filter) => new(
        filter.RequiredAttribute("filter"),
        // libvirt keeps them in a table by name, so that their order says nothing; values of one name keep theirs.
        filter.Children("parameter").Select(Parameter).OrderBy(parameter => parameter.Name, StringComparer.Ordinal).ToEquatableArray());

    public static XElement? Write(FilterReference? filter) => filter is null ? null : new XElement("filterref",
        Attribute("filter", filter.Filter),
        filter.Parameters.Items.Select(parameter => new XElement("parameter", Attribute("name", parameter.Name), Attribute("value", parameter.Value))));

    private static FilterParameter Parameter(ElementReader parameter) => new(
        parameter.Plain("name", NameLetter, "A-Z a-z 0-9 _") ?? throw parameter.Missing("@name"),
        parameter.Plain("value", ValueLetter, "A-Z a-z 0-9 _ . : - / [ ] @") ?? throw parameter.Missing("@value"));
}
