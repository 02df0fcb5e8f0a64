using System.Text;

namespace Pando.Api.Client;

/// <summary>One server-sent event.</summary>
internal sealed record ServerSentEvent(string Type, string Data);

/// <summary>Reads the text/event-stream format (WHATWG HTML, "Server-sent events"), as far as pandod writes it.</summary>
internal sealed class ServerSentEventReader(Stream stream) : IDisposable
{
    private readonly StreamReader _lines = new(stream, Encoding.UTF8);

    public void Dispose() => _lines.Dispose();

    /// <summary>The next event that has data; null at the end of the stream.</summary>
    public async Task<ServerSentEvent?> ReadAsync(CancellationToken cancellationToken)
    {
        var type = "message";
        var data = new StringBuilder();
        while (await _lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0)
            {
                if (data.Length > 0)
                {
                    return new ServerSentEvent(type, data.ToString(0, data.Length - 1));
                }
                type = "message";
            }
            else if (Value(line, "event") is { } named)
            {
                type = named;
            }
            else if (Value(line, "data") is { } part)
            {
                data.Append(part).Append('\n');
            }
        }
        return null;
    }

    private static string? Value(string line, string field) =>
        !line.StartsWith(field, StringComparison.Ordinal) || line.Length == field.Length || line[field.Length] != ':' ? null
        : line.AsSpan(field.Length + 1) is [' ', .. var rest] ? rest.ToString()
        : line[(field.Length + 1)..];
}
