using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Pando.Libvirt.Framing;

/// <summary>
/// Packets over a connection: a length, a header, a payload. No more memory is taken than bytes have come, whatever the length
/// says. One may read and several may write at a time. A packet is written whole or not at all: a write that is cancelled once it
/// has begun goes on without its caller, and ends with the connection.
/// </summary>
public sealed class PacketChannel : IAsyncDisposable
{
    private const int LengthBytes = 4;
    private const int LeastBytes = LengthBytes + PacketHeader.Bytes;
    private const int BufferBytes = 64 << 10;

    private readonly Stream _stream;
    private readonly PipeReader _reader;
    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <param name="stream">The connection; the channel owns it.</param>
    public PacketChannel(Stream stream)
    {
        _stream = stream;
        _reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferBytes));
    }

    /// <summary>The next packet; null at the end of the connection.</summary>
    /// <exception cref="XdrException">What came is no packet, or the connection ended within one.</exception>
    /// <exception cref="IOException">The connection failed.</exception>
    public async ValueTask<Packet?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellationToken);
            if (TryTake(read.Buffer, out var packet, out var end))
            {
                _reader.AdvanceTo(end);
                return packet;
            }
            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
            {
                return read.Buffer.IsEmpty ? null : throw new XdrException("The connection ended within a packet.");
            }
        }
    }

    /// <summary>Writes a packet with what it says.</summary>
    /// <exception cref="XdrException">It is larger than a packet may be; nothing was written.</exception>
    /// <exception cref="IOException">The connection failed.</exception>
    public ValueTask WriteAsync<T>(PacketHeader header, T value, CancellationToken cancellationToken)
        where T : IXdrValue<T>
    {
        var frame = Begin(header);
        value.Write(frame);
        return SendAsync(frame, cancellationToken);
    }

    /// <summary>Writes a packet with bytes as they are: a piece of a stream.</summary>
    public ValueTask WriteRawAsync(PacketHeader header, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var frame = Begin(header);
        frame.WriteRaw(payload.Span);
        return SendAsync(frame, cancellationToken);
    }

    /// <summary>Closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        await _reader.CompleteAsync();
    }

    private static XdrWriter Begin(PacketHeader header)
    {
        var frame = new XdrWriter();
        frame.WriteUInt32(0);
        header.Write(frame);
        return frame;
    }

    private async ValueTask SendAsync(XdrWriter frame, CancellationToken cancellationToken)
    {
        var length = frame.Written.Length;
        if (length > LeastBytes + Packet.MaxPayloadBytes)
        {
            throw new XdrException($"A packet of {length} bytes, where at most {LeastBytes + Packet.MaxPayloadBytes} may be.");
        }
        frame.Overwrite(0, (uint)length);
        await _writing.WaitAsync(cancellationToken);
        var writing = WriteWholeAsync(frame);
        await (writing.IsCompleted ? writing : writing.WaitAsync(cancellationToken));
    }

    /// <summary>Not to be cancelled: the other end could not tell where the next packet begins.</summary>
    private async Task WriteWholeAsync(XdrWriter frame)
    {
        try
        {
            await _stream.WriteAsync(frame.Written, CancellationToken.None);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static bool TryTake(ReadOnlySequence<byte> buffer, out Packet packet, out SequencePosition end)
    {
        (packet, end) = (default, buffer.Start);
        if (buffer.Length < LengthBytes)
        {
            return false;
        }
        Span<byte> start = stackalloc byte[LeastBytes];
        buffer.Slice(0, LengthBytes).CopyTo(start);
        var length = BinaryPrimitives.ReadUInt32BigEndian(start);
        if (length is < LeastBytes or > LeastBytes + Packet.MaxPayloadBytes)
        {
            throw new XdrException($"A packet of {length} bytes is none.");
        }
        if (buffer.Length < length)
        {
            return false;
        }
        buffer.Slice(0, LeastBytes).CopyTo(start);
        var reader = new XdrReader(start[LengthBytes..]);
        packet = new Packet(PacketHeader.Read(ref reader), buffer.Slice(LeastBytes, length - LeastBytes).ToArray());
        end = buffer.GetPosition(length);
        return true;
    }
}
