namespace Pando.Cli.Output;

/// <summary>Text from outside, made safe for a terminal: control characters, which could move its cursor or worse, are replaced.</summary>
internal static class Printable
{
    private const char Replacement = '\uFFFD';

    public static string Of(string? text) =>
        text is null ? "" : text.Any(char.IsControl) ? string.Create(text.Length, text, Replace) : text;

    /// <summary>The same over several lines: line ends and tabs stay.</summary>
    public static string Lines(string text) =>
        text.Any(IsHarmful) ? new string([.. text.Select(c => IsHarmful(c) ? Replacement : c)]) : text;

    private static bool IsHarmful(char c) => char.IsControl(c) && c is not ('\n' or '\t' or '\r');

    private static void Replace(Span<char> printable, string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            printable[at] = char.IsControl(text[at]) ? Replacement : text[at];
        }
    }
}
