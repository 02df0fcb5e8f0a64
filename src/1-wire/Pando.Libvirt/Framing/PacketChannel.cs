using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.InteropServices;

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
    private const int CountBytes = 4;

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

    /// <summary>Writes a packet with what it says, and descriptors behind it; the caller keeps its own copies.</summary>
    /// <param name="header">Of a type with descriptors.</param>
    /// <param name="value">What it says.</param>
    /// <param name="descriptors">At most <see cref="Packet.MaxDescriptors"/>.</param>
    /// <param name="cancellationToken">Gives up before it has begun.</param>
    /// <exception cref="InvalidOperationException">The connection passes none (<see cref="IDescriptorStream"/>).</exception>
    /// <exception cref="IOException">The connection failed.</exception>
    public async ValueTask WriteWithDescriptorsAsync<T>(PacketHeader header, T value, IReadOnlyList<SafeHandle> descriptors, CancellationToken cancellationToken)
        where T : IXdrValue<T>
    {
        ArgumentNullException.ThrowIfNull(descriptors);
        var passing = _stream as IDescriptorStream ?? throw new InvalidOperationException("This connection passes no descriptors.");
        var frame = Begin(header);
        frame.WriteUInt32((uint)descriptors.Count);
        value.Write(frame);
        await SendAsync(frame, cancellationToken, async () =>
        {
            foreach (var descriptor in descriptors)
            {
                await passing.SendDescriptorAsync(descriptor, CancellationToken.None);
            }
        });
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

    private async ValueTask SendAsync(XdrWriter frame, CancellationToken cancellationToken, Func<Task>? behind = null)
    {
        var length = frame.Written.Length;
        if (length > LeastBytes + Packet.MaxPayloadBytes)
        {
            throw new XdrException($"A packet of {length} bytes, where at most {LeastBytes + Packet.MaxPayloadBytes} may be.");
        }
        frame.Overwrite(0, (uint)length);
        await _writing.WaitAsync(cancellationToken);
        var writing = WriteWholeAsync(frame, behind);
        await (writing.IsCompleted ? writing : writing.WaitAsync(cancellationToken));
    }

    /// <summary>Not to be cancelled: the other end could not tell where the next packet begins.</summary>
    private async Task WriteWholeAsync(XdrWriter frame, Func<Task>? behind)
    {
        try
        {
            await _stream.WriteAsync(frame.Written, CancellationToken.None);
            if (behind is not null)
            {
                await behind();
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    private bool TryTake(ReadOnlySequence<byte> buffer, out Packet packet, out SequencePosition end)
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
        var header = PacketHeader.Read(ref reader);
        if (header.Type is PacketType.CallWithDescriptors or PacketType.ReplyWithDescriptors && _stream is IDescriptorStream passing)
        {
            return TryTakeWithDescriptors(header, buffer, length, passing, out packet, out end);
        }
        packet = new Packet(header, buffer.Slice(LeastBytes, length - LeastBytes).ToArray());
        end = buffer.GetPosition(length);
        return true;
    }

    /// <summary>How many there are stands before the payload, and a byte for each behind the packet.</summary>
    private static bool TryTakeWithDescriptors(
        PacketHeader header, ReadOnlySequence<byte> buffer, uint length, IDescriptorStream passing, out Packet packet, out SequencePosition end)
    {
        (packet, end) = (default, buffer.Start);
        var payload = buffer.Slice(LeastBytes, length - LeastBytes).ToArray();
        var count = payload.Length < CountBytes ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(payload);
        if (count > Packet.MaxDescriptors)
        {
            throw new XdrException(string.Create(CultureInfo.InvariantCulture, $"A packet with {count} descriptors is none."));
        }
        if (buffer.Length < length + count)
        {
            return false;
        }
        List<SafeHandle> taken = [];
        while (taken.Count < count && passing.TryTakeDescriptor() is { } descriptor)
        {
            taken.Add(descriptor);
        }
        if (taken.Count < count)
        {
            taken.ForEach(static descriptor => descriptor.Dispose());
            throw new XdrException(string.Create(CultureInfo.InvariantCulture, $"{taken.Count} descriptors came with a packet that says {count}."));
        }
        (packet, end) = (new Packet(header, payload.AsMemory(CountBytes), taken), buffer.GetPosition(length + count));
        return true;
    }
}
