using System.Net.WebSockets;
using System.Text;
using Pando.Api.Routes;
using Pando.Model.Errors;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Streams;

public class ConsoleEndpointTests
{
    [Fact]
    public async Task Bytes_go_both_ways()
    {
        await using var rest = await RestWithMachineAsync();
        using var socket = await OpenAsync(rest, "");
        rest.Domains.Console.FromGuest.Writer.TryWrite(Encoding.UTF8.GetBytes("debian login: "));
        Assert.Equal("debian login: ", await ReceiveAsync(socket));
        await socket.SendAsync(Encoding.UTF8.GetBytes("root\r"), WebSocketMessageType.Binary, true, Limit.Token());
        Assert.Equal("root\r", Encoding.UTF8.GetString(await rest.Domains.Console.ToGuest.Reader.ReadAsync(Limit.Token())));
    }

    [Fact]
    public async Task A_large_paste_arrives_whole_and_in_order()
    {
        await using var rest = await RestWithMachineAsync();
        using var socket = await OpenAsync(rest, "");
        var paste = new byte[100_000];
        for (var at = 0; at < paste.Length; at++)
        {
            paste[at] = unchecked((byte)(at * 31));
        }
        await socket.SendAsync(paste, WebSocketMessageType.Binary, true, Limit.Token());
        var typed = new List<byte>();
        while (typed.Count < paste.Length)
        {
            typed.AddRange(await rest.Domains.Console.ToGuest.Reader.ReadAsync(Limit.Token()));
        }
        Assert.Equal(paste, typed);
    }

    [Fact]
    public async Task The_device_and_the_force_are_passed_on()
    {
        await using var rest = await RestWithMachineAsync();
        using var socket = await OpenAsync(rest, "?device=serial1&force=true");
        Assert.Equal("serial1", rest.Domains.LastForcedDevice);
    }

    [Fact]
    public async Task It_closes_with_1000_when_the_machine_stops_and_leaves_the_console()
    {
        await using var rest = await RestWithMachineAsync();
        using var socket = await OpenAsync(rest, "");
        rest.Domains.Console.FromGuest.Writer.Complete();
        Assert.Equal((WebSocketCloseStatus.NormalClosure, "the machine stopped"), await CloseAsync(socket));
        await rest.Domains.Console.Left.Task.WaitAsync(Limit.Short);
    }

    [Fact]
    public async Task It_closes_with_4001_when_another_took_the_console()
    {
        await using var rest = await RestWithMachineAsync();
        using var socket = await OpenAsync(rest, "");
        rest.Domains.Console.TakenOver = true;
        rest.Domains.Console.FromGuest.Writer.Complete();
        Assert.Equal(((WebSocketCloseStatus)4001, "taken over"), await CloseAsync(socket));
    }

    [Fact]
    public async Task A_client_that_closes_leaves_the_console()
    {
        await using var rest = await RestWithMachineAsync();
        using var socket = await OpenAsync(rest, "");
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Limit.Token());
        await rest.Domains.Console.Left.Task.WaitAsync(Limit.Short);
    }

    [Fact]
    public async Task A_client_that_vanishes_leaves_the_console()
    {
        await using var rest = await RestWithMachineAsync();
        var socket = await OpenAsync(rest, "");
        socket.Abort();
        socket.Dispose();
        await rest.Domains.Console.Left.Task.WaitAsync(Limit.Short);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off()
    {
        await using var rest = await RestWithMachineAsync(new RestOptions { WriteLimit = TimeSpan.FromMilliseconds(300) });
        using var socket = await OpenAsync(rest, "");
        for (var number = 0; number < 500; number++)
        {
            rest.Domains.Console.FromGuest.Writer.TryWrite(new byte[8192]);
        }
        await rest.Domains.Console.Left.Task.WaitAsync(Limit.Short);
    }

    [Fact]
    public async Task A_refusal_is_an_ordinary_problem_before_the_upgrade()
    {
        await using var rest = await RestWithMachineAsync();
        rest.Domains.Failure = new CallerException(ErrorCodes.Domain.NotRunning, ("name", "web1"));
        using var client = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(client, rest, ""));
        Assert.Equal(409, (int)client.HttpStatusCode);
    }

    [Fact]
    public async Task It_ends_when_the_daemon_stops()
    {
        await using var rest = await RestWithMachineAsync();
        using var socket = await OpenAsync(rest, "");
        var stopping = rest.StopAsync();
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, (await CloseAsync(socket)).Status);
        await stopping;
    }

    private static async Task<RestFixture> RestWithMachineAsync(RestOptions? options = null)
    {
        var rest = await RestFixture.StartAsync(options);
        rest.Domains.Add("web1", running: true);
        return rest;
    }

    private static async Task<ClientWebSocket> OpenAsync(RestFixture rest, string query)
    {
        var client = new ClientWebSocket();
        await ConnectAsync(client, rest, query);
        return client;
    }

    private static Task ConnectAsync(ClientWebSocket client, RestFixture rest, string query) =>
        client.ConnectAsync(new Uri("ws://pando" + ApiRoutes.Fill(ApiRoutes.Console, "web1") + query), rest.Client, Limit.Token());

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[4096];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), Limit.Token());
        Assert.Equal(WebSocketMessageType.Binary, received.MessageType);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    private static async Task<(WebSocketCloseStatus? Status, string? Reason)> CloseAsync(ClientWebSocket socket)
    {
        var received = await socket.ReceiveAsync(new byte[16].AsMemory(), Limit.Token());
        Assert.Equal(WebSocketMessageType.Close, received.MessageType);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Limit.Token());
        return (socket.CloseStatus, socket.CloseStatusDescription);
    }
}
