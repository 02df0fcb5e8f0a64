using System.IO.Pipelines;
using Pando.Libvirt.Framing;
using Pando.Libvirt.Protocol;
using Pando.Libvirt.Tests.Framing;

namespace Pando.Libvirt.Tests.Client;

/// <summary>A client, and the server's end of its connection, which the test plays. Every wait has a limit.</summary>
internal sealed class PlayedServer : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public PlayedServer(LibvirtClientOptions? options = null)
    {
        _limit.CancelAfter(Limit);
        // Room for everything: what a test has not read does not hold the other side up.
        var roomy = new PipeOptions(pauseWriterThreshold: 0);
        var (toServer, toClient) = (new Pipe(roomy), new Pipe(roomy));
        Channel = new PacketChannel(new TwoWay(toServer.Reader, toClient.Writer));
        Client = new LibvirtClient(new TwoWay(toClient.Reader, toServer.Writer), options);
    }

    public PacketChannel Channel { get; }

    public LibvirtClient Client { get; }

    public CancellationToken Ct => _limit.Token;

    public async Task<Packet> NextAsync() => (await Channel.ReadAsync(Ct))!.Value;

    public ValueTask SayAsync(PacketHeader header, byte[]? payload = null) => Channel.WriteRawAsync(header, payload ?? [], Ct);

    public ValueTask SayAsync<T>(PacketHeader header, T value)
        where T : IXdrValue<T> => Channel.WriteAsync(header, value, Ct);

    /// <summary>Has a stream opened; returns what its packets begin with.</summary>
    public async Task<(LibvirtStream<TResult> Stream, PacketHeader Header)> OpenAsync<TArguments, TResult>(
        Procedure<TArguments, TResult> procedure, TArguments arguments, TResult answer, bool sparse = false)
        where TArguments : IXdrValue<TArguments>
        where TResult : IXdrValue<TResult>
    {
        var opening = Client.OpenStreamAsync(procedure, arguments, sparse, Ct);
        var call = await NextAsync();
        await SayAsync(call.Header with { Type = PacketType.Reply }, answer);
        return (await opening, call.Header with { Type = PacketType.Stream, Status = PacketStatus.Continue });
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Channel.DisposeAsync();
        _limit.Dispose();
    }
}
