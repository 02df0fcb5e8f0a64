using System.Xml.Linq;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>cookies</c> of a disk on a web server; their letters are those of RFC 6265, section 4.1.1.</summary>
internal static class CookiesXml
{
    private const string NameMarks = "!#$%&'*+-.^_`|~";
    private const string ValueMarks = "!#$%&'()*+-./:<=>?@[]^_`{|}~";

    public static EquatableArray<SourceCookie> Read(ElementReader source) => source.Child("cookies") is not { } cookies
        ? []
        : Distinct(cookies.Children("cookie"));

    /// <summary>They let somebody in: without secrets there are none.</summary>
    public static XElement? Write(EquatableArray<SourceCookie> cookies) => cookies.IsEmpty ? null : new XElement("cookies",
        cookies.Items.Select(cookie => new XElement("cookie", Attribute("name", cookie.Name), cookie.Value.Reveal())));

    private static EquatableArray<SourceCookie> Distinct(IReadOnlyList<ElementReader> cookies)
    {
        var read = cookies.Select(Cookie).ToEquatableArray();
        for (var i = 1; i < read.Count; i++)
        {
            if (read.Items.Take(i).Any(other => other.Name == read[i].Name))
            {
                throw cookies[i].Fails(ErrorCodes.Definition.Repeated);
            }
        }
        return read;
    }

    private static SourceCookie Cookie(ElementReader cookie)
    {
        var name = cookie.Plain("name", static letter => char.IsAsciiLetterOrDigit(letter) || NameMarks.Contains(letter, StringComparison.Ordinal), NameMarks)
            ?? throw cookie.Missing("@name");
        var value = cookie.RequiredText();
        var bare = value is ['"', .., '"'] ? value[1..^1] : value;
        // The value itself stays out of the error: it may be what lets somebody in.
        return bare.All(letter => char.IsAsciiLetterOrDigit(letter) || ValueMarks.Contains(letter, StringComparison.Ordinal))
            ? new SourceCookie(name, new Secret(value))
            : throw cookie.BadValue(null, "…", ValueMarks);
    }
}
