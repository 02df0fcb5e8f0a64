using System.Threading.Channels;
using Pando.Libvirt;
using Pando.Libvirt.Framing;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Errors;

namespace Pando.LibvirtServer.Streams;

/// <summary>
/// The bytes that belong to a call. One may read and one may write at a time. Whichever side has no more to say says so, and the
/// other confirms it; each may end it with an error instead.
/// </summary>
internal sealed class ServerStream : IDisposable
{
    // Of what the client sends; the protocol cannot hold back one stream alone.
    private const long MostHeldBytes = 4 << 20;

    private readonly PacketChannel _channel;
    private readonly PacketHeader _header;
    private readonly StreamDirection _direction;
    private readonly Action<Exception, int> _failed;
    private readonly CancellationTokenSource _over;
    private readonly Channel<Packet> _arrived = Channel.CreateUnbounded<Packet>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _taken = new(0);
    private readonly TaskCompletionSource _clientIsDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _held;

    /// <param name="channel">The client's connection.</param>
    /// <param name="call">The call that it belongs to.</param>
    /// <param name="direction">Which side has most to say.</param>
    /// <param name="failed">Told what it failed of that the client is not told, and of which procedure it is.</param>
    /// <param name="connection">The client has gone.</param>
    public ServerStream(PacketChannel channel, PacketHeader call, StreamDirection direction, Action<Exception, int> failed, CancellationToken connection)
    {
        (_channel, _header, _direction, _failed) = (channel, call, direction, failed);
        _over = CancellationTokenSource.CreateLinkedTokenSource(connection);
        _over.Token.Register(static state => ((ServerStream)state!).Leave(), this);
    }

    /// <summary>Whether a packet is of this stream.</summary>
    public bool Owns(PacketHeader header) =>
        (header.Program, header.Version, header.Procedure, header.Serial) == (_header.Program, _header.Version, _header.Procedure, _header.Serial);

    /// <summary>What the client sends next; its end when it has said that this was all.</summary>
    /// <exception cref="XdrException">A hole that is none.</exception>
    public async ValueTask<StreamPiece> ReadPieceAsync(CancellationToken cancellationToken)
    {
        while (await _arrived.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_arrived.Reader.TryRead(out var packet))
            {
                Interlocked.Add(ref _held, -packet.Payload.Length);
                _taken.Release();
                var piece = packet.Header.Type == PacketType.StreamHole
                    ? new StreamPiece(default, packet.Decode<StreamHole>().Length) : new StreamPiece(packet.Payload, 0);
                if (!piece.IsEnd)
                {
                    return piece;
                }
            }
        }
        return default;
    }

    /// <summary>Sends bytes, in pieces as libvirt's own server sends them.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        // A piece without bytes would be the end.
        for (var rest = bytes; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, LibvirtStream.MaxPieceBytes)..])
        {
            await SendAsync(PacketStatus.Continue, rest[..Math.Min(rest.Length, LibvirtStream.MaxPieceBytes)], cancellationToken);
        }
    }

    /// <summary>Sends so many zeros as a hole.</summary>
    public ValueTask WriteHoleAsync(long length, CancellationToken cancellationToken) => length == 0 ? default : _channel.WriteAsync(
        _header with { Type = PacketType.StreamHole, Status = PacketStatus.Continue }, new StreamHole(length), cancellationToken);

    /// <summary>Has the work done and tells the client how it ended. Never throws.</summary>
    public async Task RunAsync(IStreamWork work, CancellationToken connection)
    {
        try
        {
            await using (work)
            {
                await work.RunAsync(this, _over.Token);
            }
            if (_direction == StreamDirection.ToClient && !_clientIsDone.Task.IsCompleted)
            {
                await SendAsync(PacketStatus.Continue, default, _over.Token);
            }
            await _clientIsDone.Task.WaitAsync(connection);
            await SendAsync(PacketStatus.Ok, default, connection);
        }
        catch (Exception) when (connection.IsCancellationRequested)
        {
            // Nobody is there to be told.
        }
        catch (Exception) when (_over.IsCancellationRequested)
        {
            // However the work ended: the client has said before that it wants no more of it.
            await TryAsync(SendAsync(PacketStatus.Ok, default, connection));
        }
        catch (Exception failure)
        {
            if (ErrorAnswers.IsUnnamed(failure))
            {
                _failed(failure, _header.Procedure);
            }
            await TryAsync(_channel.WriteAsync(_header with { Type = PacketType.Stream, Status = PacketStatus.Error }, ErrorAnswers.Of(failure), connection));
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>By the connection's reader: a packet of this stream. Completes when there is room for the next one.</summary>
    public async ValueTask TakeAsync(Packet packet, CancellationToken cancellationToken)
    {
        switch (packet.Header.Status)
        {
            case PacketStatus.Continue:
                await HoldAsync(packet, cancellationToken);
                break;
            case PacketStatus.Ok when _direction == StreamDirection.ToServer:
                _arrived.Writer.TryComplete();
                _clientIsDone.TrySetResult();
                break;
            default:
                // It aborts, or has read enough.
                await EndAsync();
                break;
        }
    }

    /// <summary>After its end.</summary>
    public void Dispose() => _over.Dispose();

    private async ValueTask HoldAsync(Packet packet, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _held, packet.Payload.Length);
        _arrived.Writer.TryWrite(packet);
        while (Interlocked.Read(ref _held) > MostHeldBytes && !_clientIsDone.Task.IsCompleted)
        {
            if (_direction == StreamDirection.ToClient)
            {
                // What is typed and not read holds up nothing else: the guest may never read it.
                _arrived.Writer.TryComplete(new LibvirtRefusal(LibvirtErrorNumber.Rpc, LibvirtErrorDomain.Streams, "stream had I/O failure: what was sent is not read"));
                return;
            }
            await _taken.WaitAsync(cancellationToken);
        }
    }

    private async Task EndAsync()
    {
        _clientIsDone.TrySetResult();
        try
        {
            await _over.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It was over already.
        }
    }

    /// <summary>Nothing more is read: who waits for room need not.</summary>
    private void Leave()
    {
        _clientIsDone.TrySetResult();
        _arrived.Writer.TryComplete();
        _taken.Release();
    }

    private ValueTask SendAsync(PacketStatus status, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _channel.WriteRawAsync(_header with { Type = PacketType.Stream, Status = status }, bytes, cancellationToken);

    private static async Task TryAsync(ValueTask sending)
    {
        try
        {
            await sending;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection has ended meanwhile.
        }
    }
}
