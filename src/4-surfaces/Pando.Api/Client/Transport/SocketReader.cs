using System.Net.Sockets;

namespace Pando.Api.Client.Transport;

/// <summary>Reads a connection through a buffer: the head byte by byte in meaning, not in system calls.</summary>
internal sealed class SocketReader(Socket socket) : IDisposable
{
    private const int HeadLimit = 64 * 1024;
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    public void Dispose() => socket.Dispose();

    /// <summary>Everything up to and without the delimiter; null when the connection ended or the limit was passed before it.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadToAsync(ReadOnlyMemory<byte> delimiter, CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf(delimiter.Span);
            if (found >= 0)
            {
                var part = _buffer.AsMemory(_start, searched + found);
                _start += searched + found + delimiter.Length;
                return part;
            }
            searched = Math.Max(0, _end - _start - delimiter.Length + 1);
            if (_end - _start >= HeadLimit || !await FillAsync(cancellationToken))
            {
                return null;
            }
        }
    }

    /// <summary>What there is, at least a byte; 0 at the end of the connection.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            return await socket.ReceiveAsync(destination, SocketFlags.None, cancellationToken);
        }
        var count = Math.Min(destination.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(destination.Span);
        _start += count;
        return count;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken)
    {
        while (source.Length > 0)
        {
            source = source[await socket.SendAsync(source, SocketFlags.None, cancellationToken)..];
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        var count = await socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancellationToken);
        _end += count;
        return count > 0;
    }
}
