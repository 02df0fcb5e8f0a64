using System.Runtime.InteropServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Pando.Host.Peers;
using Pando.Libvirt;
using Pando.Libvirt.Framing;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.LibvirtServer.Streams;
using Pando.Model;

namespace Pando.LibvirtServer.Connections;

/// <summary>
/// One client: reads its calls, has them answered as they finish, sends it events. A client that does not read holds up
/// itself only: its calls are not read on, and when too many events wait for it, it is cut off.
/// </summary>
internal sealed partial class ClientConnection : IDisposable
{
    private readonly PacketChannel _channel;
    private readonly ClientStreams _streams;
    private readonly UserNames _names;
    private readonly uint _uid;
    private readonly ProcedureTable _procedures;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _slots;
    private readonly int _slotCount;
    private readonly Channel<Func<CancellationToken, ValueTask>> _events;
    private readonly CancellationTokenSource _ending = new();

    public ClientConnection(
        PacketChannel channel, uint uid, bool readOnly, UserNames names, ProcedureTable procedures, LibvirtOptions options, ILogger log)
    {
        (_channel, _uid, _names, _procedures, _log) = (channel, uid, names, procedures, log);
        (_slotCount, _slots) = (options.CallsAtOnce, new SemaphoreSlim(options.CallsAtOnce));
        _events = Channel.CreateBounded<Func<CancellationToken, ValueTask>>(new BoundedChannelOptions(options.EventsWaiting) { SingleReader = true });
        _streams = new ClientStreams(channel, StreamFailed);
        Session = new ClientSession(this, readOnly);
    }

    /// <summary>What is known of the client.</summary>
    public ClientSession Session { get; }

    /// <summary>Serves it to its end. Throws only for mistakes of ours.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, _ending.Token);
        var sending = SendEventsAsync(either.Token);
        try
        {
            Session.By = new Caller(await _names.OfAsync(_uid, either.Token), _uid);
            await ReadAsync(either.Token);
        }
        catch (Exception e) when (e is IOException or XdrException or OperationCanceledException)
        {
            Ended(_uid, e.Message);
        }
        finally
        {
            Session.Close();
            await _ending.CancelAsync();
            await sending;
            await _streams.EndAsync();
            // What was begun goes on: a client that leaves ends its waiting, not the work. Its answers go nowhere.
            await _channel.DisposeAsync();
        }
    }

    /// <summary>Sends an event when the client has read those before it.</summary>
    public void Send<TMessage>(EventMessage<TMessage> message, TMessage value)
        where TMessage : IXdrValue<TMessage>
    {
        var facts = message.Facts;
        var header = new PacketHeader(facts.Program, facts.Version, facts.Number, PacketType.Message, 0, PacketStatus.Ok);
        if (!_events.Writer.TryWrite(cancellation => _channel.WriteAsync(header, value, cancellation)))
        {
            // Nobody waits for it here: whoever tells events goes on to the next client.
            _ = CutOffAsync();
        }
    }

    /// <summary>Answers a call.</summary>
    public ValueTask ReplyAsync<TResult>(PacketHeader call, TResult result, CancellationToken cancellationToken)
        where TResult : IXdrValue<TResult> => _channel.WriteAsync(call with { Type = PacketType.Reply, Status = PacketStatus.Ok }, result, cancellationToken);

    /// <summary>Answers a call with a descriptor; the caller keeps its own copy.</summary>
    public ValueTask ReplyAsync<TResult>(PacketHeader call, TResult result, SafeHandle descriptor, CancellationToken cancellationToken)
        where TResult : IXdrValue<TResult> =>
        _channel.WriteWithDescriptorsAsync(call with { Type = PacketType.ReplyWithDescriptors, Status = PacketStatus.Ok }, result, [descriptor], cancellationToken);

    /// <summary>Answers a call that a stream belongs to, which is moved from then on.</summary>
    public ValueTask BeginStreamAsync<TResult>(PacketHeader call, StreamDirection direction, StreamAnswer<TResult> answer, CancellationToken cancellationToken)
        where TResult : IXdrValue<TResult> =>
        _streams.BeginAsync(call, direction, () => ReplyAsync(call, answer.Result, cancellationToken), answer.Work, cancellationToken);

    /// <summary>After its end; calls that are still under way find it so.</summary>
    public void Dispose()
    {
        _ending.Dispose();
        _slots.Dispose();
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        while (!Session.Closed && await _channel.ReadAsync(cancellationToken) is { } packet)
        {
            if (KeepAlive.Owns(packet.Header))
            {
                if (KeepAlive.IsPing(packet.Header))
                {
                    await _channel.WriteAsync(KeepAlive.Pong, Nothing.Value, cancellationToken);
                }
                continue;
            }
            if (packet.Header.Type is PacketType.Stream or PacketType.StreamHole)
            {
                await _streams.TakeAsync(packet, cancellationToken);
                continue;
            }
            if (packet.Header.Type is not (PacketType.Call or PacketType.CallWithDescriptors))
            {
                Close(packet);
                await RefuseAsync(packet.Header, new LibvirtRefusal(LibvirtErrorNumber.Rpc, LibvirtErrorDomain.Rpc, $"unexpected packet of type {(int)packet.Header.Type}"));
                return;
            }
            await _slots.WaitAsync(cancellationToken);
            _ = AnswerAsync(packet, cancellationToken);
        }
        // The answers that are under way are still the client's.
        await EndCallsAsync(cancellationToken);
    }

    private async Task EndCallsAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < _slotCount; i++)
        {
            await _slots.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Never throws: what goes wrong is the call's answer, or the connection's end.</summary>
    private async Task AnswerAsync(Packet packet, CancellationToken cancellationToken)
    {
        try
        {
            await _procedures.AnswerAsync(this, packet, cancellationToken);
        }
        catch (Exception failure)
        {
            try
            {
                await RefuseAsync(packet.Header, failure);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or XdrException)
            {
                await CutOffAsync();
            }
        }
        finally
        {
            Close(packet);
            Release();
        }
    }

    private static void Close(Packet packet)
    {
        foreach (var descriptor in packet.Descriptors ?? [])
        {
            descriptor.Dispose();
        }
    }

    private void Release()
    {
        try
        {
            _slots.Release();
        }
        catch (ObjectDisposedException)
        {
            // The client has gone before its answer.
        }
    }

    private async ValueTask RefuseAsync(PacketHeader call, Exception failure)
    {
        if (Errors.ErrorAnswers.IsUnnamed(failure))
        {
            CallFailed(failure, call.Procedure);
        }
        await _channel.WriteAsync(
            call with { Type = PacketType.Reply, Status = PacketStatus.Error }, Errors.ErrorAnswers.Of(failure), _ending.Token);
    }

    private async Task CutOffAsync()
    {
        try
        {
            await _ending.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    private async Task SendEventsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var send in _events.Reader.ReadAllAsync(cancellationToken))
            {
                await send(cancellationToken);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            await CutOffAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The libvirt connection of user {Uid} ended: {Reason}")]
    private partial void Ended(uint uid, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "libvirt's procedure {Procedure} failed")]
    private partial void CallFailed(Exception failure, int procedure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The stream of libvirt's procedure {Procedure} failed")]
    private partial void StreamFailed(Exception failure, int procedure);
}
