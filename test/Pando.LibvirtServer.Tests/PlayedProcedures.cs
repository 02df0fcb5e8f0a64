using System.Net.Sockets;
using Pando.Host.Peers;
using Pando.Libvirt;
using Pando.Libvirt.Framing;
using Pando.LibvirtServer.Connections;
using Pando.LibvirtServer.Dispatch;

namespace Pando.LibvirtServer.Tests;

/// <summary>A connection of the server's with a client at its other end, and procedures that a test answers.</summary>
internal sealed class PlayedProcedures : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pando-libvirt-").FullName;
    private readonly CancellationTokenSource _stopping = new();
    private ClientConnection? _connection;

    /// <summary>What is answered.</summary>
    public ProcedureTable Procedures { get; } = new();

    /// <summary>What the server says of itself.</summary>
    public NotedFailures Log { get; } = new();

    /// <summary>The server's side, over with the client.</summary>
    public Task Serving { get; private set; } = Task.CompletedTask;

    /// <summary>The client's side as bytes.</summary>
    public async Task<Stream> ConnectAsync(LibvirtOptions? options = null) => new NetworkStream(await ConnectSocketAsync(options), ownsSocket: true);

    /// <summary>The client's side.</summary>
    public async Task<Socket> ConnectSocketAsync(LibvirtOptions? options = null)
    {
        var path = Path.Combine(_folder, "s");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(path));
        var accepted = await listener.AcceptAsync();
        _connection = new ClientConnection(
            new PacketChannel(new UnixClientStream(accepted)), 0, false, new UserNames(TimeProvider.System), Procedures, options ?? new LibvirtOptions(), Log);
        _connection.Session.Open("qemu:///system", readOnly: false);
        Serving = _connection.RunAsync(_stopping.Token);
        return client;
    }

    /// <summary>A client of it.</summary>
    public async Task<LibvirtClient> ClientAsync() => new(await ConnectAsync());

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Serving;
        _connection?.Dispose();
        _stopping.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
