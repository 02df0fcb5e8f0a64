using System.Threading.Channels;
using Pando.Libvirt.Framing;
using Pando.Libvirt.Protocol;

namespace Pando.Libvirt;

/// <summary>
/// The bytes that belong to a call: a volume's, a screenshot's, a console's. Asynchronous alone; one may read and one may write at
/// a time.
/// <para>
/// A writer calls <see cref="FinishAsync"/>: only then does the server say whether all of it arrived. Disposed without that, the
/// stream is aborted, unless all of it was read. A read or a write that is cancelled aborts it, too.
/// </para>
/// <para>
/// The protocol cannot hold back one stream alone. Of what nobody reads, <see cref="LibvirtClientOptions.StreamBufferBytes"/> are
/// held; after that the client takes nothing from the connection until somebody reads, and everything else on it waits: answers,
/// events, the server's question whether one is there, after which it may end the connection. Who reads slowly has a connection
/// of its own for it.
/// </para>
/// </summary>
public class LibvirtStream : Stream
{
    /// <summary>The most bytes of a piece, as libvirt's own server sends them (<c>VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX</c>).</summary>
    public const int MaxPieceBytes = 262_120;

    private const int Open = 0;
    private const int Finished = 1;
    private const int Aborted = 2;

    private readonly LibvirtClient _client;
    private readonly PacketHeader _header;
    private readonly bool _sparse;
    private readonly int _bufferBytes;
    private readonly Channel<Packet> _arrived = Channel.CreateUnbounded<Packet>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly SemaphoreSlim _read = new(0);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _held;
    private volatile int _last = Open;
    private volatile bool _discards;
    private bool _readAll;
    private ReadOnlyMemory<byte> _rest;
    private long _restOfHole;

    internal LibvirtStream(LibvirtClient client, PacketHeader header, StreamDirection direction, bool sparse, int bufferBytes)
    {
        (_client, _header, _sparse, _bufferBytes) = (client, header, sparse, bufferBytes);
        CanRead = direction == StreamDirection.ToClient;
        // Its failure shows where somebody reads or writes; nobody may.
        _ = _ended.Task.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>Whether the server sends.</summary>
    public override bool CanRead { get; }

    /// <summary>True: what the server sends may be answered, a console's.</summary>
    public override bool CanWrite => true;

    /// <summary>False.</summary>
    public override bool CanSeek => false;

    /// <summary>Not known.</summary>
    public override long Length => throw new NotSupportedException();

    /// <summary>Not known.</summary>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>What comes next, holes as such.</summary>
    /// <exception cref="LibvirtException">The server says what went wrong.</exception>
    /// <exception cref="IOException">The connection ended, or the stream was aborted.</exception>
    /// <exception cref="XdrException">A hole that is none.</exception>
    public async ValueTask<StreamPiece> ReadPieceAsync(CancellationToken cancellationToken = default)
    {
        if (!_rest.IsEmpty || _restOfHole > 0)
        {
            var rest = new StreamPiece(_rest, _restOfHole);
            (_rest, _restOfHole) = (default, 0);
            return rest;
        }
        try
        {
            while (!_readAll && await _arrived.Reader.WaitToReadAsync(cancellationToken))
            {
                if (_arrived.Reader.TryRead(out var packet))
                {
                    Interlocked.Add(ref _held, -packet.Payload.Length);
                    _read.Release();
                    var piece = packet.Header.Type == PacketType.StreamHole ? HoleOf(packet) : new StreamPiece(packet.Payload, 0);
                    if (!piece.IsEnd)
                    {
                        return piece;
                    }
                }
            }
            _readAll = true;
            return default;
        }
        catch (OperationCanceledException)
        {
            AbortUnheard();
            throw;
        }
    }

    /// <summary>Reads; a hole is read as zeros.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }
        while (_rest.IsEmpty && _restOfHole == 0)
        {
            var piece = await ReadPieceAsync(cancellationToken);
            if (piece.IsEnd)
            {
                return 0;
            }
            (_rest, _restOfHole) = (piece.Data, piece.HoleBytes);
        }
        if (_restOfHole > 0)
        {
            var zeros = (int)Math.Min(_restOfHole, buffer.Length);
            buffer.Span[..zeros].Clear();
            _restOfHole -= zeros;
            return zeros;
        }
        var count = Math.Min(_rest.Length, buffer.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Sends bytes, in pieces of at most <see cref="MaxPieceBytes"/>.</summary>
    /// <exception cref="LibvirtException">The server says what went wrong.</exception>
    /// <exception cref="IOException">The connection ended, or the stream did.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A piece without bytes would be the end.
        for (var rest = buffer; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, MaxPieceBytes)..])
        {
            var piece = rest[..Math.Min(rest.Length, MaxPieceBytes)];
            await SendAsync(channel => channel.WriteRawAsync(Header(PacketType.Stream, PacketStatus.Continue), piece, cancellationToken));
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Sends so many zeros as a hole.</summary>
    /// <exception cref="InvalidOperationException">The stream was not opened for holes.</exception>
    public async ValueTask WriteHoleAsync(long length, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (!_sparse)
        {
            throw new InvalidOperationException("The stream was not opened for holes.");
        }
        if (length > 0)
        {
            await SendAsync(channel => channel.WriteAsync(Header(PacketType.StreamHole, PacketStatus.Continue), new StreamHole(length), cancellationToken));
        }
    }

    /// <summary>Says that this was all, and waits until the server says so, too; what it still sends is dropped.</summary>
    /// <exception cref="LibvirtException">The server says what went wrong.</exception>
    /// <exception cref="IOException">The connection ended, or the stream was aborted.</exception>
    /// <exception cref="TimeoutException">The server did not answer within <see cref="LibvirtClientOptions.CallLimit"/>.</exception>
    public async Task FinishAsync(CancellationToken cancellationToken = default)
    {
        switch (Interlocked.CompareExchange(ref _last, Finished, Open))
        {
            case Open:
                await SayLastAsync(PacketStatus.Ok, cancellationToken);
                break;
            case Aborted:
                throw new IOException("The stream was aborted.");
        }
        await _ended.Task.WaitAsync(_client.Options.CallLimit, _client.Options.Time, cancellationToken);
    }

    /// <summary>Says that no more is wanted, and waits until the server has heard it, however it answers.</summary>
    public async Task AbortAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.CompareExchange(ref _last, Aborted, Open) == Open)
        {
            await SayLastAsync(PacketStatus.Error, cancellationToken);
        }
        try
        {
            await _ended.Task.WaitAsync(_client.Options.CallLimit, _client.Options.Time, cancellationToken);
        }
        catch (Exception e) when (e is LibvirtException or IOException)
        {
            // The stream is at its end.
        }
    }

    /// <summary>Nothing is held back.</summary>
    public override void Flush()
    {
    }

    /// <summary>Nothing is held back.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Not possible: asynchronous alone.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Streams of libvirt are asynchronous alone.");

    /// <summary>Not possible: asynchronous alone.</summary>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Streams of libvirt are asynchronous alone.");

    /// <summary>Not possible.</summary>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not possible.</summary>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Finishes the stream where all of it was read; otherwise aborts it, unless that was done.</summary>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (_readAll)
            {
                await FinishAsync();
            }
            AbortUnheard();
        }
        catch (Exception e) when (e is IOException or LibvirtException or TimeoutException)
        {
            // It has ended, one way or the other; who wanted to know has finished it.
        }
        _client.Forget(_header.Serial);
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>By the client's receiver: a packet of this stream. Completes when there is room for the next one.</summary>
    internal async ValueTask TakeAsync(Packet packet, CancellationToken cancellationToken)
    {
        switch (packet.Header.Status)
        {
            case PacketStatus.Error:
                // What answers an abort says nothing that one wants to hear.
                Fail(_last == Aborted ? new IOException("The stream was aborted.") : new LibvirtException(packet.Decode<LibvirtError>()));
                break;
            case PacketStatus.Ok:
                _arrived.Writer.TryComplete();
                _ended.TrySetResult();
                _client.Forget(_header.Serial);
                break;
            case PacketStatus.Continue when packet.Payload.IsEmpty:
                _arrived.Writer.TryComplete();
                break;
            case PacketStatus.Continue when !_discards:
                Interlocked.Add(ref _held, packet.Payload.Length);
                if (!_arrived.Writer.TryWrite(packet))
                {
                    // It has said before that there is no more.
                    Interlocked.Add(ref _held, -packet.Payload.Length);
                }
                while (Interlocked.Read(ref _held) > _bufferBytes && !_discards)
                {
                    await _read.WaitAsync(cancellationToken);
                }
                break;
        }
    }

    /// <summary>The stream is over, and why.</summary>
    internal void Fail(Exception reason)
    {
        _arrived.Writer.TryComplete(reason);
        _ended.TrySetException(reason);
        _client.Forget(_header.Serial);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            AbortUnheard();
        }
        base.Dispose(disposing);
    }

    private StreamPiece HoleOf(Packet packet) => _sparse
        ? new StreamPiece(default, packet.Decode<StreamHole>().Length)
        : throw new XdrException("A hole in a stream that was not opened for holes.");

    private PacketHeader Header(PacketType type, PacketStatus status) => _header with { Type = type, Status = status };

    private async ValueTask SendAsync(Func<PacketChannel, ValueTask> write)
    {
        if (_ended.Task.IsCompleted)
        {
            // Throws what the server said.
            await _ended.Task;
        }
        if (_last != Open || _ended.Task.IsCompleted)
        {
            throw new IOException("The stream is over.");
        }
        try
        {
            await _client.SendAsync(write);
        }
        catch (OperationCanceledException)
        {
            AbortUnheard();
            throw;
        }
    }

    private async Task SayLastAsync(PacketStatus status, CancellationToken cancellationToken)
    {
        Discard();
        if (!_ended.Task.IsCompleted)
        {
            await _client.SendAsync(channel => channel.WriteRawAsync(Header(PacketType.Stream, status), default, cancellationToken));
        }
    }

    /// <summary>Nobody reads any more: what is held goes, and the client's receiver with it.</summary>
    private void Discard()
    {
        _discards = true;
        _read.Release();
    }

    internal void AbortUnheard()
    {
        if (Interlocked.CompareExchange(ref _last, Aborted, Open) == Open)
        {
            // Where the connection ends meanwhile, the stream does.
            _ = SayLastAsync(PacketStatus.Error, CancellationToken.None)
                .ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            _arrived.Writer.TryComplete(new IOException("The stream was aborted."));
        }
    }
}

/// <summary>A stream with what the server answered to the call that opened it.</summary>
/// <typeparam name="TResult">What it answers.</typeparam>
public sealed class LibvirtStream<TResult> : LibvirtStream
    where TResult : IXdrValue<TResult>
{
    internal LibvirtStream(LibvirtClient client, PacketHeader header, StreamDirection direction, bool sparse, int bufferBytes)
        : base(client, header, direction, sparse, bufferBytes)
    {
    }

    /// <summary>The answer: a screenshot's kind of picture.</summary>
    public TResult Answer { get; internal set; } = default!;
}
