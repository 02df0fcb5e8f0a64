using Pando.Model.Events;

namespace Pando.Rest.Streams;

/// <summary>Which events a subscriber wants. QEMU's own come only to who names them: what they mean is told under other types, too.</summary>
internal sealed class EventFilter
{
    private const string Raw = "qemu.";

    private readonly string[] _types;
    private readonly string? _subject;

    /// <param name="types">Types, comma-separated, <c>machine.*</c> for all of an area; null: all.</param>
    /// <param name="subject">One thing's; null: everything's.</param>
    public EventFilter(string? types, string? subject)
    {
        _types = types?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        _subject = subject;
    }

    /// <summary>Whether this is one.</summary>
    public bool Wants(PandoEvent happened) =>
        (_subject is null || _subject == happened.Subject)
        && (_types.Length == 0 ? !happened.Type.StartsWith(Raw, StringComparison.Ordinal) : Array.Exists(_types, wanted => Fits(wanted, happened.Type)));

    private static bool Fits(string wanted, string type) =>
        wanted.EndsWith(".*", StringComparison.Ordinal)
            ? type.AsSpan().StartsWith(wanted.AsSpan(0, wanted.Length - 1), StringComparison.Ordinal)
            : wanted == type;
}
