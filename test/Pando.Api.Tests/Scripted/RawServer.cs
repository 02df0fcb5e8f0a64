using System.Net.Sockets;
using System.Text;

namespace Pando.Api.Tests.Scripted;

/// <summary>Accepts connections on a unix socket, waits for a request's head, says the given bytes and closes.</summary>
public sealed class RawServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    public RawServer(string socketPath, string answer, bool close = true)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(socketPath));
        _listener.Listen();
        _serving = ServeAsync(Encoding.UTF8.GetBytes(answer), close);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task ServeAsync(byte[] answer, bool close)
    {
        var kept = new List<Socket>();
        try
        {
            while (true)
            {
                var connection = await _listener.AcceptAsync(_end.Token);
                kept.Add(connection);
                var head = new StringBuilder();
                var buffer = new byte[4096];
                while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
                {
                    head.Append(Encoding.UTF8.GetString(buffer, 0, await connection.ReceiveAsync(buffer, _end.Token)));
                }
                await connection.SendAsync(answer, _end.Token);
                if (close)
                {
                    connection.Dispose();
                }
            }
        }
        finally
        {
            kept.ForEach(connection => connection.Dispose());
        }
    }
}
