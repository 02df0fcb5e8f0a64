using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pando.Storage.Tests.Images;

/// <summary>A web server that misbehaves as a test says: one answer a connection, in order; the last one is given from then on.</summary>
internal sealed class ScriptedWebServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<Func<string, byte[]>> _answers;
    private readonly Task _serving;

    public ScriptedWebServer(params ReadOnlySpan<Func<string, byte[]>> answers)
    {
        _answers = new Queue<Func<string, byte[]>>(answers.ToArray());
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The heads of the requests that came.</summary>
    public List<string> Requests { get; } = [];

    public string Url(string path) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{path}");

    /// <summary>The whole file or the range that is asked for; the connection breaks off after so many bytes of it.</summary>
    public static Func<string, byte[]> File(byte[] content, string tag = "\"v1\"", int breakAfter = int.MaxValue, bool ranges = true) => request =>
    {
        var range = request.Split("\r\n").FirstOrDefault(static line => line.StartsWith("Range: bytes=", StringComparison.Ordinal));
        var sameVersion = request.Contains("If-Range: " + tag, StringComparison.Ordinal);
        var from = ranges && range is not null && sameVersion ? int.Parse(range["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : 0;
        var head = from > 0
            ? $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {from}-{content.Length - 1}/{content.Length}\r\n"
            : "HTTP/1.1 200 OK\r\n";
        head += $"Content-Length: {content.Length - from}\r\nETag: {tag}\r\nConnection: close\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. content.AsSpan(from, Math.Min(breakAfter, content.Length - from))];
    };

    /// <summary>A status without a file.</summary>
    public static Func<string, byte[]> Status(string status, string headers = "") => _ =>
        Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n{headers}\r\n");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                try
                {
                    await AnswerAsync(client.GetStream());
                }
                catch (IOException)
                {
                    // This client went away, as one does that has seen enough; the next one is served.
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer, _stop.Token);
            if (count == 0)
            {
                break;
            }
            head.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
        var request = head.ToString();
        Requests.Add(request);
        var answer = (_answers.Count > 1 ? _answers.Dequeue() : _answers.Peek())(request);
        // HEAD is answered without the body that it tells of (RFC 9110, 9.3.2).
        var end = request.StartsWith("HEAD ", StringComparison.Ordinal) ? answer.AsSpan().IndexOf("\r\n\r\n"u8) + 4 : answer.Length;
        await stream.WriteAsync(answer.AsMemory(0, end), _stop.Token);
    }
}
