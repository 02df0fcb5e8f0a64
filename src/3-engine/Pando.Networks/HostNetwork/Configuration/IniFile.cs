namespace Pando.Networks.HostNetwork.Configuration;

/// <summary>Sections of lines, as systemd.syntax(7) and keyfiles have them. Sections of one name may come more than once.</summary>
internal sealed record IniFile(IReadOnlyList<(string Name, IReadOnlyList<string> Lines)> Sections)
{
    public static IniFile Parse(string text)
    {
        List<(string Name, IReadOnlyList<string> Lines)> sections = [];
        foreach (var line in text.Split('\n').Select(static line => line.Trim()).Where(static line => line is [not ('#' or ';'), ..]))
        {
            if (line is ['[', .., ']'])
            {
                sections.Add((line[1..^1], new List<string>()));
            }
            else if (sections.Count > 0)
            {
                ((List<string>)sections[^1].Lines).Add(line);
            }
        }
        return new IniFile(sections);
    }

    /// <summary>The values of a key in all sections of a name, in their order.</summary>
    public IEnumerable<string> Values(string section, string key) => Sections.Where(one => one.Name == section).SelectMany(static one => one.Lines)
        .Select(static line => line.Split('=', 2)).Where(parts => parts.Length == 2 && parts[0].TrimEnd() == key).Select(static parts => parts[1].TrimStart());

    public string? Value(string section, string key) => Values(section, key).LastOrDefault();

    public IniFile Without(Func<string, bool> section) => new([.. Sections.Where(one => !section(one.Name))]);

    public IniFile WithoutKeys(string section, params string[] keys) => new(
    [
        .. Sections.Select(one => one.Name == section
            ? (one.Name, [.. one.Lines.Where(line => !keys.Contains(line.Split('=')[0].TrimEnd(), StringComparer.Ordinal))])
            : one),
    ]);

    /// <summary>The whole file, with a first line that says who wrote it.</summary>
    public string Write() => "# Written by Pando.\n" + string.Join('\n', Sections.Select(static one => $"[{one.Name}]\n" + string.Concat(one.Lines.Select(static line => line + "\n"))));
}
