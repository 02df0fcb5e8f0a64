using System.Globalization;
using System.Text;

namespace Pando.Api.Client.Transport;

/// <summary>The status line and headers of an HTTP/1.1 answer (RFC 9112).</summary>
internal sealed class ResponseHead
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    private ResponseHead(int status) => Status = status;

    public int Status { get; }

    public string? Header(string name) => _headers.GetValueOrDefault(name);

    /// <summary>Reads what stands before the empty line; null where it isn't HTTP/1.1.</summary>
    public static ResponseHead? Parse(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.Latin1.GetString(bytes).Split("\r\n");
        if (!lines[0].StartsWith("HTTP/1.1 ", StringComparison.Ordinal)
            || lines[0].Length < 12
            || !int.TryParse(lines[0].AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            return null;
        }
        var head = new ResponseHead(status);
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                head._headers[line[..colon]] = line[(colon + 1)..].Trim();
            }
        }
        return head;
    }
}
