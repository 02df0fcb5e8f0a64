using System.Globalization;

namespace Pando.Model.Xml;

/// <summary>Values of attributes and texts: numbers, words, switches, paths.</summary>
internal sealed partial class ElementReader
{
    // libvirt's own limit for sets of processors.
    private const int MostNumber = 16383;

    /// <summary>An attribute that is one of an enum's words.</summary>
    public T? Word<T>(string attribute) where T : struct, Enum =>
        Attribute(attribute) is { } value ? ToWord<T>(attribute, value) : null;

    /// <summary>An attribute that must be there and is one of an enum's words.</summary>
    public T RequiredWord<T>(string attribute) where T : struct, Enum => ToWord<T>(attribute, RequiredAttribute(attribute));

    /// <summary>The text, which must be one of an enum's words.</summary>
    public T TextWord<T>() where T : struct, Enum => ToWord<T>(null, RequiredText().Trim());

    /// <summary>An attribute that can be only these words, the first of which is what its absence means.</summary>
    public void Only(string attribute, params ReadOnlySpan<string> words)
    {
        if (Attribute(attribute) is { } value && !words.Contains(value))
        {
            throw BadValue(attribute, value, string.Join(" | ", words!));
        }
    }

    /// <summary>An attribute that is <c>yes</c> or <c>no</c>.</summary>
    public bool? YesNo(string attribute) => Either(attribute, "yes", "no");

    /// <summary>An attribute that is <c>on</c> or <c>off</c>.</summary>
    public bool? OnOff(string attribute) => Either(attribute, "on", "off");

    /// <summary>An attribute that is a whole number, in decimal or with 0x in hexadecimal.</summary>
    public int? Number(string attribute, int least = 0, int most = int.MaxValue) =>
        Attribute(attribute) is { } value ? (int)ToNumber(attribute, value, least, most) : null;

    /// <summary>An attribute that is a whole number of 64 bits.</summary>
    public long? LongNumber(string attribute, long least, long most) =>
        Attribute(attribute) is { } value ? ToNumber(attribute, value, least, most) : null;

    /// <summary>The text, which must be a whole number.</summary>
    public long TextNumber(long least, long most) => ToNumber(null, RequiredText(), least, most);

    /// <summary>An attribute that is a list of small numbers: processors, NUMA nodes, threads.</summary>
    public NumberSet? Numbers(string attribute, int most = MostNumber) => Attribute(attribute) is not { } value
        ? null
        : NumberSet.TryParse(value, most) ?? throw BadValue(attribute, value, string.Create(CultureInfo.InvariantCulture, $"0-3,8,^2 (0…{most})"));

    /// <summary>An attribute that must be there and is such a list.</summary>
    public NumberSet RequiredNumbers(string attribute, int most = MostNumber) => Numbers(attribute, most) ?? throw Missing("@" + attribute);

    /// <summary>An attribute that is an absolute path.</summary>
    public string? Path(string attribute) => Attribute(attribute) is { } value ? ToPath(attribute, value) : null;

    /// <summary>The text, which is an absolute path where there is one.</summary>
    public string? TextPath() => Text() is { } value ? ToPath(null, value) : null;

    /// <summary>An attribute of which every character must be one of some.</summary>
    public string? Plain(string attribute, Func<char, bool> allowed, string expected, int longest = 255) =>
        Attribute(attribute) is { } value ? ToPlain(attribute, value, allowed, expected, longest) : null;

    /// <summary>The text, of which every character must be one of some.</summary>
    public string TextPlain(Func<char, bool> allowed, string expected, int longest = 255) =>
        ToPlain(null, RequiredText(), allowed, expected, longest);

    private T ToWord<T>(string? attribute, string value) where T : struct, Enum =>
        XmlWords<T>.TryRead(value, out var word) ? word : throw BadValue(attribute, value, XmlWords<T>.All);

    private bool? Either(string attribute, string yes, string no) => Attribute(attribute) switch
    {
        null => null,
        var value when value == yes => true,
        var value when value == no => false,
        var value => throw BadValue(attribute, value, $"{yes} | {no}"),
    };

    private long ToNumber(string? attribute, string value, long least, long most)
    {
        var digits = value.Trim();
        var hexadecimal = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var good = hexadecimal
            ? long.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            : long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
        return good && number >= least && number <= most
            ? number
            : throw BadValue(attribute, value, string.Create(CultureInfo.InvariantCulture, $"{least}…{most}"));
    }

    private string ToPath(string? attribute, string value) =>
        value.StartsWith('/') && !value.Contains('\n', StringComparison.Ordinal) ? value : throw BadValue(attribute, value, "/…");

    private string ToPlain(string? attribute, string value, Func<char, bool> allowed, string expected, int longest) =>
        value.Length > 0 && value.Length <= longest && value.All(allowed)
            ? value
            : throw BadValue(attribute, value, string.Create(CultureInfo.InvariantCulture, $"{expected} (1…{longest})"));
}
