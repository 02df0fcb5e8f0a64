using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Pando.Host.Peers;
using Pando.Libvirt;
using Pando.Libvirt.Framing;
using Pando.LibvirtServer.Connections;
using Pando.LibvirtServer.Dispatch;
using Pando.LibvirtServer.Events;
using Pando.Linux.Sockets;
using Pando.Model;
using Pando.Model.Events;

namespace Pando.LibvirtServer;

/// <summary>A socket that listens, and what may be done through it.</summary>
/// <param name="Socket">Listens already; the caller keeps it.</param>
/// <param name="ReadOnly">Whether nothing can be changed, by whomever.</param>
public sealed record LibvirtListener(Socket Socket, bool ReadOnly);

/// <summary>libvirt's protocol on listening sockets: virsh and everything built on libvirt's client library. Disposing it ends every connection.</summary>
public sealed partial class LibvirtSocketServer : IAsyncDisposable
{
    private readonly LibvirtOptions _options;
    private readonly ProcedureTable _procedures;
    private readonly AllowedPeers _allowed;
    private readonly UserNames _names;
    private readonly EventRelay _events;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<ClientConnection, Task> _connections = new();
    private readonly Task _accepting;

    private LibvirtSocketServer(IReadOnlyList<LibvirtListener> listeners, LibvirtServices services, LibvirtOptions options)
    {
        _options = options;
        _allowed = new AllowedPeers(options.Group);
        _names = new UserNames(services.Time);
        _log = services.Loggers.CreateLogger<LibvirtSocketServer>();
        _events = new EventRelay(services.Events, Words(services), services.Loggers.CreateLogger<EventRelay>());
        _procedures = ProcedureTable.Of(services, _events);
        _accepting = Task.WhenAll(listeners.Select(listener => Task.Run(() => AcceptAsync(listener))));
    }

    /// <summary>Serves on sockets that listen already.</summary>
    public static LibvirtSocketServer Start(IReadOnlyList<LibvirtListener> listeners, LibvirtServices services, LibvirtOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        return new LibvirtSocketServer(listeners, services, options);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        await _events.DisposeAsync();
        _stopping.Dispose();
    }

    private static IReadOnlyList<Func<PandoEvent, IEnumerable<Told>>> Words(LibvirtServices services) =>
    [
        new LifecycleEvents(services.Domains).Of, new MachineEvents(services.Domains).Of, new QemuEvents(services.Domains).Of,
        NetworkEvents.Of, SecretEvents.Of, StoragePoolEvents.Of,
    ];

    private async Task AcceptAsync(LibvirtListener listener)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Take(await listener.Socket.AcceptAsync(_stopping.Token), listener.ReadOnly);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException e)
            {
                // Out of descriptors, say: others go on, and the next may come when one has gone.
                NotAccepted(e);
                await Task.Delay(TimeSpan.FromMilliseconds(100), _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Take(Socket socket, bool readOnly)
    {
        var peer = PeerCredentials.Of(socket);
        if (_connections.Count >= _options.Connections || !(readOnly || _allowed.Allows(peer, socket)))
        {
            Refused(peer.Uid, _connections.Count);
            socket.Dispose();
            return;
        }
        var client = new ClientConnection(new PacketChannel(new UnixClientStream(socket)), peer.Uid, readOnly, _names, _procedures, _options, _log);
        // Kept before it runs: what ends at once finds itself.
        var running = new TaskCompletionSource();
        _connections[client] = running.Task;
        _ = RunAsync(client, running);
    }

    private async Task RunAsync(ClientConnection client, TaskCompletionSource ended)
    {
        try
        {
            await client.RunAsync(_stopping.Token);
        }
        catch (Exception e)
        {
            // A mistake of ours: of what clients do, nothing gets here.
            ConnectionFailed(e);
        }
        finally
        {
            _connections.TryRemove(client, out _);
            client.Dispose();
            ended.SetResult();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A libvirt client could not be accepted")]
    private partial void NotAccepted(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A libvirt client of user {Uid} was sent away; {Count} are connected")]
    private partial void Refused(uint uid, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "A libvirt connection failed")]
    private partial void ConnectionFailed(Exception failure);
}
