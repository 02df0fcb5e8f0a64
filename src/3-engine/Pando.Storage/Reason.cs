using Pando.Model.Errors;

namespace Pando.Storage;

/// <summary>Why something is refused, as a text that is told in the reader's language.</summary>
/// <param name="Key">Its key among the texts <c>storage.reason.…</c>.</param>
/// <param name="Facts">What the text is filled with.</param>
internal sealed record Reason(string Key, params ErrorFact[] Facts)
{
    /// <summary>The facts of an error that has this reason.</summary>
    public ErrorFact[] With(params ReadOnlySpan<ErrorFact> facts) => [.. facts, ("reason", "storage.reason." + Key), .. Facts];
}
