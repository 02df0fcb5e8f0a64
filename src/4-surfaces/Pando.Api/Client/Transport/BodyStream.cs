using System.Globalization;

namespace Pando.Api.Client.Transport;

/// <summary>
/// The body of an answer over a <see cref="SocketReader"/>, framed as RFC 9112 §6 says: by length, in chunks, to the end of the
/// connection, or raw both ways after an upgrade. A body that ends too early is an <see cref="EndOfStreamException"/>.
/// </summary>
internal sealed class BodyStream : Stream
{
    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();
    private readonly SocketReader _reader;
    private readonly BodyFraming _framing;
    private long _left;
    private bool _ended;

    private BodyStream(SocketReader reader, BodyFraming framing, long left)
    {
        _reader = reader;
        _framing = framing;
        _left = left;
        _ended = framing == BodyFraming.Length && left == 0;
    }

    private enum BodyFraming
    {
        Length,
        Chunks,
        ToEnd,
        Raw,
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => _framing == BodyFraming.Raw;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public static BodyStream Of(ResponseHead head, SocketReader reader) =>
        head.Status == 101 ? new(reader, BodyFraming.Raw, 0)
        : head.Status is 204 or 304 ? new(reader, BodyFraming.Length, 0)
        : string.Equals(head.Header("Transfer-Encoding"), "chunked", StringComparison.OrdinalIgnoreCase) ? new(reader, BodyFraming.Chunks, 0)
        : long.TryParse(head.Header("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? new(reader, BodyFraming.Length, length)
        : new(reader, BodyFraming.ToEnd, 0);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended || buffer.IsEmpty)
        {
            return 0;
        }
        if (_framing is BodyFraming.ToEnd or BodyFraming.Raw)
        {
            return await _reader.ReadAsync(buffer, cancellationToken);
        }
        if (_framing == BodyFraming.Chunks && _left == 0)
        {
            _left = await ReadChunkSizeAsync(cancellationToken);
            if (_left == 0)
            {
                _ended = true;
                return 0;
            }
        }
        var count = await _reader.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
        _left -= count > 0 ? count : throw new EndOfStreamException();
        if (_left == 0)
        {
            if (_framing == BodyFraming.Length)
            {
                _ended = true;
            }
            else if (await _reader.ReadToAsync(LineEnd, cancellationToken) is not { Length: 0 })
            {
                throw new EndOfStreamException();
            }
        }
        return count;
    }

    private async ValueTask<long> ReadChunkSizeAsync(CancellationToken cancellationToken)
    {
        var line = await _reader.ReadToAsync(LineEnd, cancellationToken) ?? throw new EndOfStreamException();
        var digits = line.Span.IndexOf((byte)';') is var extension and >= 0 ? line.Span[..extension] : line.Span;
        return long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) && size >= 0
            ? size
            : throw new EndOfStreamException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        CanWrite ? _reader.WriteAsync(buffer, cancellationToken) : throw new NotSupportedException();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
