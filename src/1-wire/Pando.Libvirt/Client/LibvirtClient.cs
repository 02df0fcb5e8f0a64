using System.Collections.Concurrent;
using System.Net.Sockets;
using Pando.Libvirt.Framing;
using Pando.Libvirt.Protocol;

namespace Pando.Libvirt;

/// <summary>
/// A client of libvirt's daemons, and of Pando: calls any procedure of the protocol, several at a time, and hears events.
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
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<uint, TaskCompletionSource<Packet>> _waiting = new();
    private readonly ConcurrentDictionary<(uint Program, int Procedure), Action<Packet>> _heard = new();
    private uint _serial;
    private Exception? _ended;

    /// <param name="connection">To the server; the client owns it.</param>
    public LibvirtClient(Stream connection)
    {
        _channel = new PacketChannel(connection);
        _receiving = Task.Run(ReceiveAsync);
    }

    /// <summary>Connects to a daemon's unix socket.</summary>
    /// <exception cref="SocketException">Nobody listens there, or one may not.</exception>
    public static async Task<LibvirtClient> ConnectAsync(string path, CancellationToken cancellationToken = default)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new LibvirtClient(new NetworkStream(socket, ownsSocket: true));
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
    /// <exception cref="XdrException">The answer is none of this procedure, or the arguments are too large.</exception>
    public async Task<TResult> CallAsync<TArguments, TResult>(
        Procedure<TArguments, TResult> procedure, TArguments arguments, CancellationToken cancellationToken = default)
        where TArguments : IXdrValue<TArguments>
        where TResult : IXdrValue<TResult>
    {
        ArgumentNullException.ThrowIfNull(procedure);
        var serial = Interlocked.Increment(ref _serial);
        var answer = new TaskCompletionSource<Packet>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[serial] = answer;
        try
        {
            if (_ended is { } reason)
            {
                throw new IOException("The connection has ended.", reason);
            }
            var facts = procedure.Facts;
            await _channel.WriteAsync(
                new PacketHeader(facts.Program, facts.Version, facts.Number, PacketType.Call, serial, PacketStatus.Ok), arguments, cancellationToken);
            var packet = await answer.Task.WaitAsync(cancellationToken);
            return packet.Header.Status == PacketStatus.Ok ? packet.Decode<TResult>() : throw new LibvirtException(packet.Decode<LibvirtError>());
        }
        finally
        {
            _waiting.TryRemove(serial, out _);
        }
    }

    /// <summary>Has an event of the server's handled, one at a time; the last who asks for it has it. What handles it may not throw.</summary>
    public void Hear<TMessage>(EventMessage<TMessage> message, Action<TMessage> handle)
        where TMessage : IXdrValue<TMessage>
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(handle);
        _heard[(message.Facts.Program, message.Facts.Number)] = packet => handle(packet.Decode<TMessage>());
    }

    /// <summary>Ends the connection; calls that wait for an answer fail.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _channel.DisposeAsync();
        await _receiving;
        _ending.Dispose();
    }

    private async Task ReceiveAsync()
    {
        Exception reason = new EndOfStreamException("The server closed the connection.");
        try
        {
            while (await _channel.ReadAsync(_ending.Token) is { } packet)
            {
                await TakeAsync(packet);
            }
        }
        catch (Exception e) when (e is IOException or XdrException or OperationCanceledException or ObjectDisposedException)
        {
            reason = e;
        }
        _ended = reason;
        foreach (var (_, answer) in _waiting)
        {
            answer.TrySetException(new IOException("The connection ended before the answer came.", reason));
        }
    }

    private async ValueTask TakeAsync(Packet packet)
    {
        switch (packet.Header.Type)
        {
            case PacketType.Reply when _waiting.TryGetValue(packet.Header.Serial, out var answer):
                answer.TrySetResult(packet);
                break;
            case PacketType.Message when KeepAlive.IsPing(packet.Header):
                await _channel.WriteAsync(KeepAlive.Pong, Nothing.Value, _ending.Token);
                break;
            case PacketType.Message when _heard.TryGetValue((packet.Header.Program, packet.Header.Procedure), out var handle):
                handle(packet);
                break;
        }
    }
}
