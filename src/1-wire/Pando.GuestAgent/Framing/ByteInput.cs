using System.Net.Sockets;

namespace Pando.GuestAgent.Framing;

/// <summary>
/// What the agent says, up to a byte that ends it. Nothing is read unless somebody asks: data that nobody asked for stays
/// in the socket, and the guest waits with it.
/// </summary>
internal sealed class ByteInput(Socket socket)
{
    private const int FirstBufferBytes = 4096;

    private byte[] _buffer = new byte[FirstBufferBytes];
    private int _start;
    private int _end;

    /// <summary>The bytes before <paramref name="mark"/>, which is taken too; valid until the next read.</summary>
    /// <exception cref="AnswerTooLongException">More than the limit came without the mark.</exception>
    /// <exception cref="EndOfStreamException">The connection ended.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadToAsync(byte mark, int limitBytes, CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf(mark);
            if (found >= 0)
            {
                var line = _buffer.AsMemory(_start, searched + found);
                _start += searched + found + 1;
                return line;
            }
            searched = _end - _start;
            RefuseMoreThan(limitBytes, searched);
            await FillAsync(cancellationToken);
        }
    }

    /// <summary>Throws away everything up to <paramref name="mark"/>, and answers how much that was.</summary>
    /// <inheritdoc cref="ReadToAsync"/>
    public async ValueTask<int> SkipPastAsync(byte mark, int limitBytes, CancellationToken cancellationToken)
    {
        var skipped = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start, _end - _start).IndexOf(mark);
            if (found >= 0)
            {
                _start += found + 1;
                return skipped + found;
            }
            skipped += _end - _start;
            _start = _end = 0;
            RefuseMoreThan(limitBytes, skipped);
            await FillAsync(cancellationToken);
        }
    }

    private static void RefuseMoreThan(int limitBytes, int bytes)
    {
        if (bytes > limitBytes)
        {
            throw new AnswerTooLongException(limitBytes);
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var count = await socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancellationToken);
        _end += count > 0 ? count : throw new EndOfStreamException();
    }

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _end = 0;
            if (_buffer.Length > FirstBufferBytes)
            {
                // A long answer is rare: its buffer is not kept for the life of the machine.
                _buffer = new byte[FirstBufferBytes];
            }
        }
        if (_end < _buffer.Length)
        {
            return;
        }
        var kept = _end - _start;
        var larger = kept > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, kept).CopyTo(larger);
        (_buffer, _start, _end) = (larger, 0, kept);
    }
}

/// <summary>More came than any honest answer has.</summary>
internal sealed class AnswerTooLongException(int limitBytes) : Exception($"an answer has more than {limitBytes} bytes");
