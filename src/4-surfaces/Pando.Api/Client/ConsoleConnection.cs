using System.Net.WebSockets;

namespace Pando.Api.Client;

/// <summary>A machine's serial console: bytes both ways. One may read while another writes.</summary>
public sealed class ConsoleConnection : IDisposable
{
    /// <summary>The close status that says: somebody else took the console by force.</summary>
    public const int TakenOver = 4001;

    private readonly PandoAddress _address;
    private readonly WebSocket _socket;
    private readonly IDisposable _connection;

    internal ConsoleConnection(PandoAddress address, WebSocket socket, IDisposable connection)
    {
        _address = address;
        _socket = socket;
        _connection = connection;
    }

    /// <summary>Whether somebody else took the console; known once <see cref="ReadAsync"/> answered 0.</summary>
    public bool WasTakenOver => (int?)_socket.CloseStatus == TakenOver;

    /// <summary>Why the server closed it, in words; null where it said nothing.</summary>
    public string? CloseReason => _socket.CloseStatusDescription is { Length: > 0 } words ? words : null;

    /// <summary>What the guest wrote, at least a byte; 0 when the server has closed the console.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer, cancellationToken);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    return 0;
                }
                if (received.Count > 0)
                {
                    return received.Count;
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or System.Net.Sockets.SocketException)
        {
            throw new PandoUnreachableException(_address, UnreachableReason.Lost, e);
        }
    }

    /// <summary>Sends what was typed.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        try
        {
            await _socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        catch (Exception e) when (e is WebSocketException or IOException or System.Net.Sockets.SocketException)
        {
            throw new PandoUnreachableException(_address, UnreachableReason.Lost, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _connection.Dispose();
    }
}
