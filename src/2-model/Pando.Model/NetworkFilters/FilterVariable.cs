using System.Globalization;
using System.Text.RegularExpressions;

namespace Pando.Model.NetworkFilters;

/// <summary>A variable in the place of a value: <c>$NAME</c>, <c>$NAME[@1]</c>, <c>$NAME[2]</c>.</summary>
/// <param name="Name">Letters, digits and underscores.</param>
/// <param name="Turn">Which walk through the values it takes part in: variables of one walk go forward together, walks go through each other.</param>
/// <param name="Place">The one value that is meant, counted from 0; null: each in its turn.</param>
public sealed partial record FilterVariable(string Name, int Turn, int? Place)
{
    // libvirt's own limit for walks; no list is as long as that either.
    private const int Most = 65535;

    /// <summary>Reads one; false for what is none, or none that can be.</summary>
    public static bool TryParse(string text, out FilterVariable variable)
    {
        var parts = Form().Match(text);
        var number = 0;
        var good = parts.Success
            && (!parts.Groups["number"].Success
                || (int.TryParse(parts.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= Most));
        var walks = parts.Groups["walk"].Success || !parts.Groups["number"].Success;
        variable = new FilterVariable(parts.Groups["name"].Value, walks ? number : 0, walks ? null : number);
        return good;
    }

    /// <summary>Whether a value is meant as a variable.</summary>
    public static bool Is(string value) => value.StartsWith('$');

    /// <summary>As it is written.</summary>
    public override string ToString() => Place is { } place
        ? string.Create(CultureInfo.InvariantCulture, $"${Name}[{place}]")
        : Turn == 0 ? $"${Name}" : string.Create(CultureInfo.InvariantCulture, $"${Name}[@{Turn}]");

    [GeneratedRegex(@"^\$ *(?<name>[A-Za-z0-9_]+)(\[ *(?<walk>@)?(?<number>[0-9]+) *\])? *$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
