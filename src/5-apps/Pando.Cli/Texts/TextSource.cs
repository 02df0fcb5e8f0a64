using System.Globalization;
using System.Resources;

namespace Pando.Cli.Texts;

/// <summary>
/// Texts in the user's language. They are resource files, one pair (English, Vietnamese) an area: <c>machine.resx</c> and
/// <c>machine.vi.resx</c> hold the keys that begin with <c>machine.</c>
/// </summary>
internal sealed class TextSource(string language)
{
    private readonly CultureInfo _culture = CultureInfo.GetCultureInfo(language);
    private readonly Dictionary<string, ResourceManager> _areas = new(StringComparer.Ordinal);

    public string Language { get; } = language;

    /// <summary>The text of a key, its <c>{name}</c>s filled in.</summary>
    public string this[string key, params ReadOnlySpan<(string Name, string Value)> values]
    {
        get
        {
            var text = Find(key) ?? throw new InvalidOperationException($"There is no text '{key}'.");
            foreach (var (name, value) in values)
            {
                text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
            }
            return text;
        }
    }

    /// <summary>The text of a key, or null where there is none.</summary>
    public string? Find(string key)
    {
        var area = key[..key.IndexOf('.', StringComparison.Ordinal)];
        if (!_areas.TryGetValue(area, out var texts))
        {
            _areas[area] = texts = new ResourceManager($"Pando.Cli.Texts.{area}", typeof(TextSource).Assembly);
        }
        return texts.GetString(key, _culture);
    }
}
