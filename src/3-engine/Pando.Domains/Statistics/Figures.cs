using System.Globalization;

namespace Pando.Domains.Statistics;

/// <summary>Figures as they are gathered, by name.</summary>
internal sealed class Figures
{
    public Dictionary<string, long> Numbers { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Words { get; } = new(StringComparer.Ordinal);

    public Figures Add(string name, long? value)
    {
        if (value is { } known)
        {
            Numbers[name] = known;
        }
        return this;
    }

    public Figures Add(string name, string? value)
    {
        if (value is not null)
        {
            Words[name] = value;
        }
        return this;
    }

    public void Take(Figures others, Func<string, bool> wanted)
    {
        foreach (var (name, value) in others.Numbers.Where(pair => wanted(pair.Key)))
        {
            Numbers[name] = value;
        }
        foreach (var (name, value) in others.Words.Where(pair => wanted(pair.Key)))
        {
            Words[name] = value;
        }
    }

    public static string Name(string group, int index, string field) => string.Create(CultureInfo.InvariantCulture, $"{group}.{index}.{field}");
}
