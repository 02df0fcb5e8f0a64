using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;
using System.Text;

namespace Pando.Model.Errors;

/// <summary>
/// Turns a code and its facts into a sentence. The texts are resource files, one pair (English, Vietnamese) an
/// area: <c>Errors/Texts/domain.resx</c> and <c>domain.vi.resx</c>; the key is the code's name, and the name
/// with <c>.fix</c> behind it for what to do.
/// </summary>
public static class ErrorTexts
{
    private static readonly ConcurrentDictionary<string, ResourceManager> Areas = new(StringComparer.Ordinal);

    /// <summary>What happened to which thing and why, in one sentence.</summary>
    public static string Sentence(ErrorCode code, IReadOnlyList<ErrorFact> facts, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var text = Find(code, code.Name, culture);
        // A code without a text is a bug that a test finds; a user still gets the facts.
        return text is null ? $"{code.Name}: {string.Join(", ", facts.Select(f => $"{f.Name}={f.Value}"))}" : Fill(text, facts);
    }

    /// <summary>What to do about it, or null where no text says it.</summary>
    public static string? Remedy(ErrorCode code, IReadOnlyList<ErrorFact> facts, CultureInfo culture) =>
        Find(code, code.Name + ".fix", culture) is { } text ? Fill(text, facts) : null;

    private static string? Find(ErrorCode code, string key, CultureInfo culture)
    {
        var texts = Areas.GetOrAdd(code.Area, static area =>
            new ResourceManager($"Pando.Model.Errors.Texts.{area}", typeof(ErrorTexts).Assembly));
        try
        {
            return texts.GetString(key, culture);
        }
        catch (MissingManifestResourceException)
        {
            return null;
        }
    }

    internal static string Fill(string text, IReadOnlyList<ErrorFact> facts)
    {
        var filled = new StringBuilder(text);
        foreach (var fact in facts)
        {
            filled.Replace("{" + fact.Name + "}", fact.Value);
        }
        return filled.ToString();
    }
}
