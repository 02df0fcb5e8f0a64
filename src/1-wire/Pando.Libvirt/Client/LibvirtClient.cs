using System.Collections.Concurrent;
using System.Net.Sockets;
using Pando.Libvirt.Framing;
using Pando.Libvirt.Protocol;

namespace Pando.Libvirt;

/// <summary>
/// A client of libvirt's daemons, and of Pando: calls any procedure of the protocol, several at a time, hears events, and sends and
/// receives streams. Procedures that pass descriptors are not for it: an answer with descriptors ends the connection.
/// <example><code>
/// await using var client = await LibvirtClient.ConnectAsync("/run/libvirt/libvirt-sock");
/// await client.OpenAsync("qemu:///system");
/// var all = await client.CallAsync(RemoteProgram.ConnectListAllDomains, new(NeedResults: 1, Flags: 0));
/// </code></example>
/// </summary>
public sealed class LibvirtClient : IAsyncDisposable
{
    private readonly PacketChannel _channel;
    private readonly Task _receiving;
    private readonly Task _watching = Task.CompletedTask;
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<uint, TaskCompletionSource<Packet>> _waiting = new();
    private readonly ConcurrentDictionary<uint, LibvirtStream> _streams = new();
    private readonly ConcurrentDictionary<(uint Program, int Procedure), Action<Packet>> _heard = new();
    private readonly Silence _silence = new();
    private Task _answeringPing = Task.CompletedTask;
    private uint _serial;
    private bool _disposed;
    private Exception? _reason;
    private volatile Exception? _ended;

    /// <param name="connection">To the server; the client owns it.</param>
    /// <param name="options">How long to wait, and how much to hold.</param>
    public LibvirtClient(Stream connection, LibvirtClientOptions? options = null)
    {
        Options = options ?? new LibvirtClientOptions();
        _channel = new PacketChannel(connection);
        _receiving = Task.Run(ReceiveAsync);
        if (Options.KeepAliveInterval is { } interval)
        {
            _watching = WatchAsync(interval);
        }
    }

    internal LibvirtClientOptions Options { get; }

    /// <summary>Connects to a daemon's unix socket.</summary>
    /// <exception cref="SocketException">Nobody listens there, or one may not.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public static Task<LibvirtClient> ConnectAsync(string path, CancellationToken cancellationToken = default) => ConnectAsync(path, new LibvirtClientOptions(), cancellationToken);

    /// <summary>Connects to a daemon's unix socket.</summary>
    /// <exception cref="SocketException">Nobody listens there, or one may not.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public static async Task<LibvirtClient> ConnectAsync(string path, LibvirtClientOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).AsTask().WaitAsync(options.ConnectLimit, options.Time, cancellationToken);
            return new LibvirtClient(new NetworkStream(socket, ownsSocket: true), options);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Says which hypervisor is meant; every other call comes after it.</summary>
    /// <param name="uri"><c>qemu:///system</c>.</param>
    /// <param name="readOnly">Whether nothing is to be changed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task OpenAsync(string uri, bool readOnly = false, CancellationToken cancellationToken = default)
    {
        await CallAsync(RemoteProgram.AuthList, Nothing.Value, cancellationToken);
        await CallAsync(RemoteProgram.ConnectOpen, new ConnectOpenArgs(uri, readOnly ? (uint)VirConnectFlags.Ro : 0), cancellationToken);
    }

    /// <summary>Calls a procedure and waits for its answer.</summary>
    /// <exception cref="LibvirtException">The server says why it did not do it.</exception>
    /// <exception cref="IOException">The connection ended.</exception>
    /// <exception cref="TimeoutException">No answer came within <see cref="LibvirtClientOptions.CallLimit"/>.</exception>
    /// <exception cref="XdrException">The answer is none of this procedure, or the arguments are too large.</exception>
    public async Task<TResult> CallAsync<TArguments, TResult>(
        Procedure<TArguments, TResult> procedure, TArguments arguments, CancellationToken cancellationToken = default)
        where TArguments : IXdrValue<TArguments>
        where TResult : IXdrValue<TResult>
    {
        ArgumentNullException.ThrowIfNull(procedure);
        var serial = Interlocked.Increment(ref _serial);
        try
        {
            return Decode<TResult>(await AskAsync(HeaderOf(procedure.Facts, serial), arguments, cancellationToken));
        }
        finally
        {
            _waiting.TryRemove(serial, out _);
        }
    }

    /// <summary>Calls a procedure that a stream belongs to; it is open when the server has agreed.</summary>
    /// <param name="procedure">One whose <see cref="ProcedureFacts.Stream"/> has a direction.</param>
    /// <param name="arguments">What it takes.</param>
    /// <param name="sparse">Whether the arguments have the procedure's flag for holes (<see cref="VirStorageVolUploadFlags"/>).</param>
    /// <param name="cancellationToken">Gives up; a stream that the server opens nevertheless is aborted.</param>
    /// <exception cref="LibvirtException">The server says why it did not do it.</exception>
    /// <exception cref="IOException">The connection ended.</exception>
    /// <exception cref="TimeoutException">No answer came within <see cref="LibvirtClientOptions.CallLimit"/>.</exception>
    public async Task<LibvirtStream<TResult>> OpenStreamAsync<TArguments, TResult>(
        Procedure<TArguments, TResult> procedure, TArguments arguments, bool sparse = false, CancellationToken cancellationToken = default)
        where TArguments : IXdrValue<TArguments>
        where TResult : IXdrValue<TResult>
    {
        ArgumentNullException.ThrowIfNull(procedure);
        if (procedure.Facts.Stream == StreamDirection.None)
        {
            throw new ArgumentException($"{procedure.Facts.Name} has no stream.", nameof(procedure));
        }
        var header = HeaderOf(procedure.Facts, Interlocked.Increment(ref _serial));
        var stream = new LibvirtStream<TResult>(this, header, procedure.Facts.Stream, sparse, Options.StreamBufferBytes);
        // Before the call: what the server sends may come right behind its answer.
        _streams[header.Serial] = stream;
        try
        {
            stream.Answer = Decode<TResult>(await AskAsync(header, arguments, cancellationToken));
            _waiting.TryRemove(header.Serial, out _);
            return stream;
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            _ = AbortOnceOpenAsync(header.Serial, stream);
            throw;
        }
        catch (Exception e)
        {
            if (e is XdrException)
            {
                // The server may have opened it; what it answered is not understood.
                stream.AbortUnheard();
            }
            _waiting.TryRemove(header.Serial, out _);
            Forget(header.Serial);
            throw;
        }
    }

    /// <summary>Has an event of the server's handled, one at a time; the last who asks for it has it. What handles it may not throw: the connection would end.</summary>
    public void Hear<TMessage>(EventMessage<TMessage> message, Action<TMessage> handle)
        where TMessage : IXdrValue<TMessage>
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(handle);
        _heard[(message.Facts.Program, message.Facts.Number)] = packet => handle(packet.Decode<TMessage>());
    }

    /// <summary>Ends the connection; calls that wait for an answer, and streams, fail.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }
        await EndAsync(new ObjectDisposedException(nameof(LibvirtClient)));
        await _receiving;
        await _watching;
        _ending.Dispose();
    }

    /// <summary>Writes to the connection.</summary>
    /// <exception cref="IOException">The connection has ended.</exception>
    internal async ValueTask SendAsync(Func<PacketChannel, ValueTask> write)
    {
        if (_ended is { } reason)
        {
            throw new IOException("The connection has ended.", reason);
        }
        try
        {
            await write(_channel);
        }
        catch (ObjectDisposedException e)
        {
            throw new IOException("The connection has ended.", _ended ?? e);
        }
    }

    /// <summary>Nothing is expected of a stream any more.</summary>
    internal void Forget(uint serial) => _streams.TryRemove(serial, out _);

    private static PacketHeader HeaderOf(ProcedureFacts facts, uint serial) =>
        new(facts.Program, facts.Version, facts.Number, PacketType.Call, serial, PacketStatus.Ok);

    private static TResult Decode<TResult>(Packet packet)
        where TResult : IXdrValue<TResult> =>
        packet.Header.Status == PacketStatus.Ok ? packet.Decode<TResult>() : throw new LibvirtException(packet.Decode<LibvirtError>());

    private async Task<Packet> AskAsync<TArguments>(PacketHeader header, TArguments arguments, CancellationToken cancellationToken)
        where TArguments : IXdrValue<TArguments>
    {
        var answer = new TaskCompletionSource<Packet>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[header.Serial] = answer;
        if (Options.CallLimit == Timeout.InfiniteTimeSpan)
        {
            await SendAsync(channel => channel.WriteAsync(header, arguments, cancellationToken));
            return await answer.Task.WaitAsync(cancellationToken);
        }
        using var limit = new CancellationTokenSource(Options.CallLimit, Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await SendAsync(channel => channel.WriteAsync(header, arguments, either.Token));
            return await answer.Task.WaitAsync(either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer to procedure {header.Procedure} came within {Options.CallLimit}.", e);
        }
    }

    private async Task AbortOnceOpenAsync(uint serial, LibvirtStream stream)
    {
        try
        {
            if (_waiting.TryGetValue(serial, out var answer) && (await answer.Task).Header.Status == PacketStatus.Ok)
            {
                stream.AbortUnheard();
            }
        }
        catch (IOException)
        {
            // The connection ended, and the stream with it.
        }
        _waiting.TryRemove(serial, out _);
        Forget(serial);
    }

    private async Task EndAsync(Exception reason)
    {
        Interlocked.CompareExchange(ref _reason, reason, null);
        await _ending.CancelAsync();
    }

    private async Task ReceiveAsync()
    {
        Exception reason = new EndOfStreamException("The server closed the connection.");
        try
        {
            while (await _channel.ReadAsync(_ending.Token) is { } packet)
            {
                _silence.Broken();
                await TakeAsync(packet);
            }
        }
        catch (Exception e)
        {
            // Whatever it is, also of a handler of events: nobody receives any more.
            reason = e;
        }
        await EndAsync(reason);
        // What ended it on our side says more than what reading made of that.
        reason = _reason!;
        _ended = reason;
        foreach (var (_, answer) in _waiting)
        {
            answer.TrySetException(new IOException("The connection ended before the answer came.", reason));
        }
        foreach (var (_, stream) in _streams)
        {
            stream.Fail(new IOException("The connection ended before the stream did.", reason));
        }
        await _channel.DisposeAsync();
    }

    private async ValueTask TakeAsync(Packet packet)
    {
        switch (packet.Header.Type)
        {
            case PacketType.Reply when _waiting.TryGetValue(packet.Header.Serial, out var answer):
                answer.TrySetResult(packet);
                break;
            case PacketType.Stream or PacketType.StreamHole when _streams.TryGetValue(packet.Header.Serial, out var stream):
                using (_silence.Ours())
                {
                    await stream.TakeAsync(packet, _ending.Token);
                }
                break;
            case PacketType.Message when KeepAlive.IsPing(packet.Header):
                Pong();
                break;
            case PacketType.Message when _heard.TryGetValue((packet.Header.Program, packet.Header.Procedure), out var handle):
                handle(packet);
                break;
            case PacketType.ReplyWithDescriptors:
                throw new XdrException("An answer came with descriptors, which this client does not take.");
        }
    }

    /// <summary>Beside receiving: a server that reads nothing until it has sent something must not wait for us, and we for it.</summary>
    private void Pong()
    {
        if (_answeringPing.IsCompleted)
        {
            _answeringPing = TrySayAsync(KeepAlive.Pong);
        }
    }

    private async Task WatchAsync(TimeSpan interval)
    {
        using var timer = new PeriodicTimer(interval, Options.Time);
        var asking = Task.CompletedTask;
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                if (_silence.Lasted() > Options.KeepAliveCount)
                {
                    await EndAsync(new IOException($"The server has said nothing for {interval * (Options.KeepAliveCount + 1)}."));
                }
                else if (asking.IsCompleted)
                {
                    asking = TrySayAsync(KeepAlive.Ping);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended.
        }
    }

    private async Task TrySayAsync(PacketHeader header)
    {
        try
        {
            await SendAsync(channel => channel.WriteAsync(header, Nothing.Value, _ending.Token));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Receiving finds out that the connection has ended, and why.
        }
    }
}
