using System.Net.WebSockets;
using System.Text;
using Pando.Api.Client;
using Pando.Api.Problems;
using Pando.Api.Tests.Scripted;

namespace Pando.Api.Tests.Client;

public sealed class ConsoleTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private ScriptedPandod _pandod = null!;

    public async ValueTask InitializeAsync() => _pandod = await ScriptedPandod.StartAsync(_folder["s"], _authority);

    public async ValueTask DisposeAsync()
    {
        await _pandod.DisposeAsync();
        _authority.Dispose();
        _folder.Dispose();
    }

    private PandoClient Client(bool https) => new(new PandoClientOptions
    {
        Address = https ? _pandod.HttpsAddress : _pandod.Address,
        CaFile = _authority.WritePem(_folder["ca.pem"]),
        QuestionLimit = TimeSpan.FromSeconds(5),
    });

    /// <summary>A console that says hello, sends everything back in capitals, and closes on "bye".</summary>
    private void Echo(int closeStatus, string closeReason) => _pandod.On("GET", "/api/v1/machines/web1/console", async context =>
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.SendAsync("login: "u8.ToArray(), WebSocketMessageType.Binary, true, context.RequestAborted);
        var buffer = new byte[4096];
        string said;
        do
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            said = Encoding.UTF8.GetString(buffer, 0, received.Count);
            await socket.SendAsync(Encoding.UTF8.GetBytes(said.ToUpperInvariant()), WebSocketMessageType.Binary, true, context.RequestAborted);
        }
        while (said != "bye");
        await socket.CloseOutputAsync((WebSocketCloseStatus)closeStatus, closeReason, context.RequestAborted);
    });

    private static async Task<string> ReadAsync(ConsoleConnection console)
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, await console.ReadAsync(buffer));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bytes_go_both_ways_over_both_transports(bool https)
    {
        Echo(1000, "machine stopped");
        using var client = Client(https);
        using var console = await client.OpenConsoleAsync("web1", "serial0", force: true);
        Assert.Equal("login: ", await ReadAsync(console));
        await console.WriteAsync("root"u8.ToArray());
        Assert.Equal("ROOT", await ReadAsync(console));
        await console.WriteAsync("bye"u8.ToArray());
        Assert.Equal("BYE", await ReadAsync(console));
        Assert.Equal("", await ReadAsync(console));
        Assert.Equal("machine stopped", console.CloseReason);
        Assert.False(console.WasTakenOver);
        Assert.Equal("GET /api/v1/machines/web1/console?device=serial0&force=true", Assert.Single(_pandod.Requests).ToString());
    }

    [Fact]
    public async Task A_console_that_somebody_else_took_says_so()
    {
        Echo(ConsoleConnection.TakenOver, "taken over");
        using var client = Client(https: false);
        using var console = await client.OpenConsoleAsync("web1");
        await console.WriteAsync("bye"u8.ToArray());
        while ((await ReadAsync(console)).Length > 0)
        {
        }
        Assert.True(console.WasTakenOver);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refusal_before_the_upgrade_is_an_ordinary_problem(bool https)
    {
        _pandod.Refuse("GET", "/api/v1/machines/web1/console", Samples.NotFound("web1"));
        using var client = Client(https);
        Assert.Equal("domain.not-found", (await Assert.ThrowsAsync<PandoProblemException>(() => client.OpenConsoleAsync("web1"))).Problem.Code);
    }

    [Fact]
    public async Task A_server_that_dies_under_a_console_is_a_lost_connection()
    {
        _pandod.On("GET", "/api/v1/machines/web1/console", async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            // Dies once the client has surely got its answer to the upgrade: it writes only then.
            await socket.ReceiveAsync(new byte[16], CancellationToken.None);
            context.Abort();
        });
        using var client = Client(https: false);
        using var console = await client.OpenConsoleAsync("web1");
        await console.WriteAsync("x"u8.ToArray());
        Assert.Equal(UnreachableReason.Lost, (await Assert.ThrowsAsync<PandoUnreachableException>(() => ReadAsync(console))).Reason);
    }

    [Fact]
    public async Task A_server_that_does_not_know_websockets_is_no_pandod()
    {
        await using var server = new RawServer(_folder["raw"], "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n");
        using var client = new PandoClient(new PandoClientOptions { Address = PandoAddress.Unix(_folder["raw"]) });
        Assert.Equal(UnreachableReason.NotPando, (await Assert.ThrowsAsync<PandoUnreachableException>(() => client.OpenConsoleAsync("web1"))).Reason);
    }
}
