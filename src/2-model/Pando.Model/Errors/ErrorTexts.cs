using System.Collections.Concurrent;
using System.Collections.Frozen;
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
    private static readonly Lazy<FrozenSet<string>> KnownAreas = new(static () => ErrorCodes.All().Select(static code => code.Area).ToFrozenSet(StringComparer.Ordinal));

    /// <summary>What happened to which thing and why, in one sentence.</summary>
    public static string Sentence(ErrorCode code, IReadOnlyList<ErrorFact> facts, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var text = Find(code, code.Name, culture);
        // A code without a text is a bug that a test finds; a user still gets the facts.
        return text is null ? $"{code.Name}: {string.Join(", ", facts.Select(f => $"{f.Name}={f.Value}"))}" : Fill(text, Worded(facts, culture));
    }

    /// <summary>What to do about it, or null where no text says it.</summary>
    public static string? Remedy(ErrorCode code, IReadOnlyList<ErrorFact> facts, CultureInfo culture) =>
        Find(code, code.Name + ".fix", culture) is { } text ? Fill(text, Worded(facts, culture)) : null;

    /// <summary>
    /// A reason may be a text of its own, named by its key: <c>storage.reason.encrypted</c>. It is then told in the reader's
    /// language too, with the same facts.
    /// </summary>
    private static IReadOnlyList<ErrorFact> Worded(IReadOnlyList<ErrorFact> facts, CultureInfo culture) =>
        facts.Any(IsReason)
            ? [.. facts.Select(fact => IsReason(fact) && Find(fact.Value.Split('.')[0], fact.Value, culture) is { } text ? fact with { Value = Fill(text, facts) } : fact)]
            : facts;

    private static bool IsReason(ErrorFact fact) => fact.Name is "reason" && fact.Value.Split('.') is [var area, "reason", _] && KnownAreas.Value.Contains(area);

    private static string? Find(ErrorCode code, string key, CultureInfo culture) => Find(code.Area, key, culture);

    private static string? Find(string area, string key, CultureInfo culture)
    {
        var texts = Areas.GetOrAdd(area, static area =>
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
