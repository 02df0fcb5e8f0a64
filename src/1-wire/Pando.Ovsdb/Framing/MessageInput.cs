using System.Net.Sockets;
using System.Text.Json;

namespace Pando.Ovsdb.Framing;

/// <summary>The messages that come over a socket, one after the other.</summary>
internal sealed class MessageInput(Socket socket, int mostBytes)
{
    private const int FirstBytes = 16 << 10;
    // Values of the protocol are nested some ten deep.
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 64 };

    private readonly MessageBoundary _boundary = new();
    private byte[] _buffer = new byte[FirstBytes];
    private int _scanned;
    private int _end;

    /// <summary>The next one.</summary>
    /// <exception cref="OvsdbProtocolException">It is none, or too long.</exception>
    /// <exception cref="EndOfStreamException">The connection ended.</exception>
    public async ValueTask<JsonElement> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_boundary.Scan(_buffer.AsSpan(_scanned, _end - _scanned)) is > 0 and var rest)
            {
                return Take(_scanned + rest);
            }
            _scanned = _end;
            if (_end >= mostBytes)
            {
                throw new OvsdbProtocolException($"a message has more than {mostBytes} bytes");
            }
            await FillAsync(cancellationToken);
        }
    }

    private JsonElement Take(int length)
    {
        try
        {
            using var document = JsonDocument.Parse(_buffer.AsMemory(0, length), Shallow);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new OvsdbProtocolException("a message is no JSON", e);
        }
        finally
        {
            _buffer.AsSpan(length, _end - length).CopyTo(_buffer);
            (_scanned, _end) = (0, _end - length);
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(_buffer.Length * 2L, mostBytes));
        }
        var count = await socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancellationToken);
        _end += count > 0 ? count : throw new EndOfStreamException("the connection ended");
    }
}
