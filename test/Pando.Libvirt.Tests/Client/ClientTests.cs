using System.IO.Pipelines;
using Pando.Libvirt.Framing;
using Pando.Libvirt.Protocol;
using Pando.Libvirt.Tests.Framing;

namespace Pando.Libvirt.Tests.Client;

/// <summary>The client against a peer that the test plays.</summary>
public sealed class ClientTests : IAsyncDisposable
{
    private readonly PacketChannel _server;
    private readonly LibvirtClient _client;

    public ClientTests()
    {
        var (toServer, toClient) = (new Pipe(), new Pipe());
        _server = new PacketChannel(new TwoWay(toServer.Reader, toClient.Writer));
        _client = new LibvirtClient(new TwoWay(toClient.Reader, toServer.Writer));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Answers_find_their_calls_in_any_order()
    {
        var version = _client.CallAsync(RemoteProgram.ConnectGetVersion, Nothing.Value, Ct);
        var first = await NextAsync();
        var name = _client.CallAsync(RemoteProgram.ConnectGetHostname, Nothing.Value, Ct);
        var second = await NextAsync();
        await AnswerAsync(second, new ConnectGetHostnameRet("pando"));
        await AnswerAsync(first, new ConnectGetVersionRet(7_002_022));
        Assert.Equal("pando", (await name).Hostname);
        Assert.Equal(7_002_022ul, (await version).HvVer);
    }

    [Fact]
    public async Task An_error_comes_with_the_servers_words()
    {
        var call = _client.CallAsync(RemoteProgram.DomainLookupByName, new DomainLookupByNameArgs("none"), Ct);
        var packet = await NextAsync();
        Assert.Equal("none", packet.Decode<DomainLookupByNameArgs>().Name);
        var error = new LibvirtError(LibvirtErrorNumber.NoDomain, LibvirtErrorDomain.Qemu, "Domain not found") { First = "none" };
        await _server.WriteAsync(packet.Header with { Type = PacketType.Reply, Status = PacketStatus.Error }, error, Ct);
        Assert.Equal(error, (await Assert.ThrowsAsync<LibvirtException>(() => call)).Error);
    }

    [Fact]
    public async Task Who_is_asked_is_there()
    {
        await _server.WriteAsync(KeepAlive.Ping, Nothing.Value, Ct);
        Assert.Equal(KeepAlive.Pong, (await NextAsync()).Header);
    }

    [Fact]
    public async Task A_call_whose_server_ends_fails()
    {
        var call = _client.CallAsync(RemoteProgram.ConnectGetVersion, Nothing.Value, Ct);
        await NextAsync();
        await _server.DisposeAsync();
        await Assert.ThrowsAsync<IOException>(() => call);
        await Assert.ThrowsAsync<IOException>(() => _client.CallAsync(RemoteProgram.ConnectGetVersion, Nothing.Value, Ct));
    }

    private async Task<Packet> NextAsync() => (await _server.ReadAsync(Ct))!.Value;

    private ValueTask AnswerAsync<T>(Packet call, T result)
        where T : IXdrValue<T> => _server.WriteAsync(call.Header with { Type = PacketType.Reply }, result, Ct);
}
