namespace Pando.Daemon.Settings;

/// <summary>One line of a configuration file that sets something.</summary>
internal readonly record struct IniLine(int Number, string Section, string Key, string Value);

/// <summary>
/// The file's form: <c>[section]</c>, <c>key = value</c>, whole lines of comment after <c>#</c> or <c>;</c>.
/// Nothing else: no quotes, no continuation, no comment behind a value.
/// </summary>
internal static class IniFile
{
    /// <summary>Reads a text line by line; throws <see cref="IniException"/> at the first line that is neither.</summary>
    public static IEnumerable<IniLine> Read(TextReader text)
    {
        var section = string.Empty;
        var number = 0;
        while (text.ReadLine() is { } raw)
        {
            number++;
            var line = raw.AsSpan().Trim();
            if (line.IsEmpty || line[0] is '#' or ';')
            {
                continue;
            }
            if (line is ['[', .., ']'])
            {
                section = line[1..^1].Trim().ToString();
                continue;
            }
            var equals = line.IndexOf('=');
            if (equals <= 0)
            {
                throw new IniException(number, line.ToString());
            }
            yield return new IniLine(number, section, line[..equals].TrimEnd().ToString(), line[(equals + 1)..].TrimStart().ToString());
        }
    }
}

/// <summary>A line that is neither a section nor a setting.</summary>
internal sealed class IniException(int line, string text) : FormatException(text)
{
    /// <summary>Its number, from 1.</summary>
    public int Line { get; } = line;
}
