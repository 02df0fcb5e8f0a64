using System.Globalization;
using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>A number of seconds, as <c>--timeout</c> takes it.</summary>
internal static class SecondsText
{
    // What a timer takes (CancellationTokenSource): a little under 50 days.
    private const int Most = 4_294_967;

    public static TimeSpan Of(string? text, TimeSpan otherwise) =>
        text is null ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= Most ? TimeSpan.FromSeconds(seconds)
        : throw CliException.Usage("bad-seconds", ("value", text));
}
