using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pando.EndToEnd.Tests.CommandLine;

/// <summary>A web server that begins to send a large file and then sends no more, for as long as anybody listens.</summary>
internal sealed class SlowServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ends = new();

    public SlowServer()
    {
        _listener.Start();
        Left = ServeAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/slow.img";

    /// <summary>Ends when the one who asked has closed the connection.</summary>
    public Task Left { get; }

    public void Dispose()
    {
        _ends.Cancel();
        _listener.Dispose();
        _ends.Dispose();
    }

    private async Task ServeAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync(_ends.Token);
        var stream = client.GetStream();
        if (await ReadAsync(stream) == 0)
        {
            return;
        }
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {1L << 30}\r\n\r\n"), _ends.Token);
        await stream.WriteAsync(new byte[1 << 20], _ends.Token);
        while (await ReadAsync(stream) > 0)
        {
        }
    }

    private async Task<int> ReadAsync(NetworkStream stream)
    {
        try
        {
            return await stream.ReadAsync(new byte[4096], _ends.Token);
        }
        catch (IOException)
        {
            // Reset: with what was not read yet in its buffer the other side closes like this.
            return 0;
        }
    }
}
