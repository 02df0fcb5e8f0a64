using System.Globalization;
using System.Text;

namespace Pando.Host.Confinement.Resctrl;

/// <summary>
/// What a group of resctrl gets, as its file <c>schemata</c> says it: for each resource (<c>L3</c>, <c>L3CODE</c>, <c>MB</c>) and
/// each of its domains a value, of caches a mask of ways.
/// </summary>
internal sealed class Schemata
{
    private const char CacheMark = 'L';

    public SortedDictionary<string, SortedDictionary<int, ulong>> Resources { get; } = new(StringComparer.Ordinal);

    /// <summary>What cannot be understood of it is left out: a kernel may know resources that nothing here does.</summary>
    public static Schemata Parse(IEnumerable<string> lines)
    {
        var schemata = new Schemata();
        foreach (string[] parts in lines.Select(static line => line.Split(':', 2, StringSplitOptions.TrimEntries)).Where(static parts => parts.Length == 2))
        {
            foreach (string[] pair in parts[1].Split(';').Select(static pair => pair.Split('=', 2, StringSplitOptions.TrimEntries)))
            {
                if (pair.Length == 2
                    && int.TryParse(pair[0], NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                    && ulong.TryParse(pair[1], parts[0].StartsWith(CacheMark) ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out ulong value))
                {
                    schemata.Set(parts[0], id, value);
                }
            }
        }

        return schemata;
    }

    /// <summary>Null where the resource has no such domain.</summary>
    public ulong? Value(string resource, int id) => Resources.TryGetValue(resource, out var values) && values.TryGetValue(id, out ulong value) ? value : null;

    public void Set(string resource, int id, ulong value)
    {
        if (!Resources.TryGetValue(resource, out var values))
        {
            Resources[resource] = values = [];
        }

        values[id] = value;
    }

    /// <summary>As the kernel takes it: a line for each resource.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (resource, values) in Resources)
        {
            string format = resource.StartsWith(CacheMark) ? "x" : "d";
            string line = string.Join(';', values.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value.ToString(format, CultureInfo.InvariantCulture)}")));
            text.Append(CultureInfo.InvariantCulture, $"{resource}:{line}\n");
        }

        return text.ToString();
    }
}
