using Pando.Libvirt.Framing;
using Pando.Libvirt.Protocol;

namespace Pando.Libvirt.Tests.Client;

/// <summary>What becomes of calls when the server is silent, slow, or says what it may not.</summary>
public sealed class EndingTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task A_server_that_answers_no_ping_is_given_up()
    {
        await using var server = new PlayedServer(new LibvirtClientOptions { KeepAliveInterval = Short, KeepAliveCount = 2 });
        var asked = server.Client.CallAsync(RemoteProgram.ConnectGetVersion, Nothing.Value, server.Ct);
        await server.NextAsync();
        Assert.Equal(KeepAlive.Ping, (await server.NextAsync()).Header);
        Assert.Equal(KeepAlive.Ping, (await server.NextAsync()).Header);
        var ended = await Assert.ThrowsAsync<IOException>(() => asked.WaitAsync(server.Ct));
        Assert.Contains("said nothing", ended.InnerException!.Message);
        // It has closed its end, too.
        Assert.Null(await server.Channel.ReadAsync(server.Ct));
    }

    [Fact]
    public async Task A_server_that_answers_pings_is_waited_for()
    {
        await using var server = new PlayedServer(new LibvirtClientOptions { KeepAliveInterval = Short, KeepAliveCount = 20 });
        var asked = server.Client.CallAsync(RemoteProgram.ConnectGetVersion, Nothing.Value, server.Ct);
        var call = await server.NextAsync();
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(KeepAlive.Ping, (await server.NextAsync()).Header);
            await server.SayAsync(KeepAlive.Pong);
        }
        await server.SayAsync(call.Header with { Type = PacketType.Reply }, new ConnectGetVersionRet(9));
        Assert.Equal(9ul, (await asked).HvVer);
    }

    [Fact]
    public async Task A_call_waits_as_long_as_it_may_and_the_connection_lives_on()
    {
        await using var server = new PlayedServer(new LibvirtClientOptions { CallLimit = Short });
        var asked = server.Client.CallAsync(RemoteProgram.ConnectGetVersion, Nothing.Value, server.Ct);
        var late = await server.NextAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => asked);
        await server.SayAsync(late.Header with { Type = PacketType.Reply }, new ConnectGetVersionRet(1));
        await server.SayAsync(KeepAlive.Ping);
        Assert.Equal(KeepAlive.Pong, (await server.NextAsync()).Header);
    }

    [Fact]
    public async Task What_no_server_may_say_ends_the_connection()
    {
        foreach (var type in new[] { PacketType.ReplyWithDescriptors, PacketType.Message })
        {
            await using var server = new PlayedServer();
            // A handler that breaks its promise must not leave calls waiting.
            server.Client.Hear(RemoteProgram.DomainEventLifecycle, _ => throw new InvalidOperationException("handler"));
            var asked = server.Client.CallAsync(RemoteProgram.ConnectGetVersion, Nothing.Value, server.Ct);
            var call = await server.NextAsync();
            if (type == PacketType.Message)
            {
                var facts = RemoteProgram.DomainEventLifecycle.Facts;
                await server.SayAsync(
                    new PacketHeader(facts.Program, facts.Version, facts.Number, type, 0, PacketStatus.Ok),
                    new DomainEventLifecycleMsg(new RemoteDomain("d", Guid.Empty, 1), 0, 0));
            }
            else
            {
                await server.SayAsync(call.Header with { Type = type });
            }
            await Assert.ThrowsAsync<IOException>(() => asked.WaitAsync(server.Ct));
            Assert.Null(await server.Channel.ReadAsync(server.Ct));
        }
    }

    [Fact]
    public async Task A_client_is_disposed_as_often_as_one_likes()
    {
        var server = new PlayedServer();
        var asked = server.Client.CallAsync(RemoteProgram.ConnectGetVersion, Nothing.Value, server.Ct);
        await server.Client.DisposeAsync();
        await server.Client.DisposeAsync();
        await Assert.ThrowsAsync<IOException>(() => asked);
        await server.DisposeAsync();
    }
}
