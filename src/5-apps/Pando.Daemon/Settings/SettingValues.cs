using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Pando.Daemon.Settings;

/// <summary>Reads the values of settings. Each throws <see cref="FormatException"/> with what it would have taken.</summary>
internal static class SettingValues
{
    /// <summary>An absolute path.</summary>
    public static string Path(string text) =>
        System.IO.Path.IsPathFullyQualified(text) ? System.IO.Path.GetFullPath(text) : throw new FormatException("an absolute path");

    /// <summary>One word.</summary>
    public static string Word(string text) =>
        text.Length > 0 && !text.Any(char.IsWhiteSpace) ? text : throw new FormatException("a name");

    /// <summary>A whole number of that range.</summary>
    public static int Count(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least && count <= most
            ? count
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{least}–{most}"));

    /// <summary>yes or no.</summary>
    public static bool YesNo(string text) => text switch
    {
        "yes" or "true" or "on" or "1" => true,
        "no" or "false" or "off" or "0" => false,
        _ => throw new FormatException("yes | no"),
    };

    /// <summary>A log level.</summary>
    public static LogLevel Level(string text) => text switch
    {
        "trace" => LogLevel.Trace,
        "debug" => LogLevel.Debug,
        "info" => LogLevel.Information,
        "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        _ => throw new FormatException("trace | debug | info | warning | error"),
    };

    /// <summary>A log format.</summary>
    public static LogFormat Format(string text) => text switch
    {
        "text" => LogFormat.Text,
        "json" => LogFormat.Json,
        _ => throw new FormatException("text | json"),
    };

    /// <summary>Bytes, with K, M, G or T (of 1,024) behind the number.</summary>
    public static long Size(string text, long least)
    {
        var power = text is [.., var unit] ? "KMGT".IndexOf(unit, StringComparison.Ordinal) + 1 : 0;
        var digits = power > 0 ? text.AsSpan(0, text.Length - 1) : text;
        var good = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= long.MaxValue >> (10 * power) && number << (10 * power) >= least;
        return good ? number << (10 * power) : throw new FormatException(least == 0 ? "512M, 2G" : $"512M, 2G (≥ {least / 1024}K)");
    }

    /// <summary>A span of time: a number with ms, s, min, h or d behind it.</summary>
    public static TimeSpan Time(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        TimeSpan? unit = text[digits..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "min" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            "d" => TimeSpan.FromDays(1),
            _ => null,
        };
        return unit is { } one && int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 100_000
            ? one * number
            : throw new FormatException("500ms, 30s, 5min, 2h, 7d");
    }

    /// <summary>A span of time, or null for <c>never</c>.</summary>
    public static TimeSpan? TimeOrNever(string text)
    {
        try
        {
            return text == "never" ? null : Time(text);
        }
        catch (FormatException wanted)
        {
            throw new FormatException($"{wanted.Message} | never", wanted);
        }
    }
}
