using System.Globalization;
using System.Resources;
using Pando.Model.Errors;

namespace Pando.Model.Networks;

/// <summary>
/// The texts of traces, in <c>Networks/Texts/trace.resx</c> and <c>trace.vi.resx</c>: a hop's name under its id, a finding's sentence under
/// its name, and what to do about it with <c>.fix</c> behind that.
/// </summary>
public static class TraceTexts
{
    private static readonly ResourceManager Texts = new("Pando.Model.Networks.Texts.trace", typeof(TraceTexts).Assembly);

    /// <summary>The text of this key with its facts filled in; null where there is none.</summary>
    public static string? Find(string key, IReadOnlyList<ErrorFact> facts, CultureInfo culture) =>
        Texts.GetString(key, culture) is { } text ? ErrorTexts.Fill(text, facts) : null;
}
