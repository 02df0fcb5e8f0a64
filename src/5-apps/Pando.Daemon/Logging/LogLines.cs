using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pando.Daemon.Settings;

namespace Pando.Daemon.Logging;

/// <summary>One message on its way to the log.</summary>
/// <param name="At">When.</param>
/// <param name="Level">How grave.</param>
/// <param name="Category">Who says it: a type's full name.</param>
/// <param name="Event">The message's own name.</param>
/// <param name="Text">The sentence.</param>
/// <param name="Facts">The values in it, by name.</param>
/// <param name="Failure">What it was caused by.</param>
internal sealed record LogEntry(
    DateTimeOffset At, LogLevel Level, string Category, string? Event, string Text,
    IReadOnlyList<KeyValuePair<string, object?>>? Facts, Exception? Failure);

/// <summary>Turns entries into lines.</summary>
internal static class LogLines
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line with its line break. Line breaks within a text are escaped: a line is an entry, whoever chose the names in it.</summary>
    public static byte[] Render(LogEntry entry, LogFormat format) => format == LogFormat.Json ? Json(entry) : Text(entry);

    private static byte[] Text(LogEntry entry)
    {
        var line = new StringBuilder(160);
        line.Append(CultureInfo.InvariantCulture, $"{entry.At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)} {Word(entry.Level),-7} ");
        line.Append(entry.Category.AsSpan(entry.Category.LastIndexOf('.') + 1)).Append(": ");
        AppendOneLine(line, entry.Text);
        if (entry.Failure is not null)
        {
            line.Append(" | ");
            AppendOneLine(line, entry.Failure.ToString());
        }
        line.Append('\n');
        return Encoding.UTF8.GetBytes(line.ToString());
    }

    private static void AppendOneLine(StringBuilder line, string text)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '\n' => line.Append("\\n"),
                '\r' => line.Append("\\r"),
                _ when char.IsControl(c) => line.Append('\uFFFD'),
                _ => line.Append(c),
            };
        }
    }

    private static byte[] Json(LogEntry entry)
    {
        using var bytes = new MemoryStream(320);
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteString("at", entry.At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
            json.WriteString("level", Word(entry.Level));
            json.WriteString("category", entry.Category);
            if (entry.Event is not null)
            {
                json.WriteString("event", entry.Event);
            }
            json.WriteString("message", entry.Text);
            WriteFacts(json, entry.Facts);
            if (entry.Failure is not null)
            {
                json.WriteString("exception", entry.Failure.ToString());
            }
            json.WriteEndObject();
        }
        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    private static void WriteFacts(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>>? facts)
    {
        // The template itself stands among the values under this name.
        var named = facts?.Where(fact => fact.Key != "{OriginalFormat}").ToArray();
        if (named is not { Length: > 0 })
        {
            return;
        }
        json.WriteStartObject("facts");
        foreach (var (name, value) in named)
        {
            json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
        }
        json.WriteEndObject();
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        _ => "error",
    };
}
