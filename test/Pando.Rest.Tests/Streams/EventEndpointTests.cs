using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Pando.Api.Events;
using Pando.Api.Json;
using Pando.Api.Routes;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Streams;

public class EventEndpointTests
{
    [Fact]
    public async Task Events_come_as_they_happen_with_id_type_and_data()
    {
        await using var rest = await RestFixture.StartAsync();
        using var reader = await SubscribeAsync(rest, "");
        rest.Events.Publish("machine.started", "5f0e", ("name", "máy 1"));
        var block = await BlockAsync(reader);
        Assert.Equal(["id: 1", "event: machine.started"], block[..2]);
        var told = JsonSerializer.Deserialize(block[2]["data: ".Length..], PandoJson.Default.PandoEvent)!;
        Assert.Equal((1L, "machine.started", "5f0e", "máy 1"), (told.Sequence, told.Type, told.Subject, told.Data["name"]));
    }

    [Theory]
    [InlineData("?types=machine.*", "2 3")]
    [InlineData("?types=job.progress", "1")]
    [InlineData("?types=machine.started,%20job.*", "1 2")]
    [InlineData("?subject=b", "3")]
    [InlineData("", "1 2 3")]
    [InlineData("?types=qemu.*,machine.stopped", "3 4")]
    [InlineData("?types=qemu.RTC_CHANGE,job.*", "1 5")]
    [InlineData("?types=machine.*&subject=a", "2")]
    public async Task Only_what_is_wanted_comes(string query, string expected)
    {
        await using var rest = await RestFixture.StartAsync();
        using var reader = await SubscribeAsync(rest, query);
        rest.Events.Publish("job.progress", "a");
        rest.Events.Publish("machine.started", "a");
        rest.Events.Publish("machine.stopped", "b");
        rest.Events.Publish("qemu.STOP", "a");
        rest.Events.Publish("qemu.RTC_CHANGE", "a");
        foreach (var sequence in expected.Split(' '))
        {
            Assert.Equal($"id: {sequence}", (await BlockAsync(reader))[0]);
        }
    }

    [Fact]
    public async Task A_subscriber_that_comes_back_goes_on_after_what_it_had()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Events.Publish("a.a", "x");
        rest.Events.Publish("a.b", "x");
        rest.Events.Publish("a.c", "x");
        using var reader = await SubscribeAsync(rest, "", ("Last-Event-ID", "1"));
        Assert.Equal("id: 2", (await BlockAsync(reader))[0]);
        Assert.Equal("id: 3", (await BlockAsync(reader))[0]);
        await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Events, null, ("Last-Event-ID", "x")), 400);
    }

    [Fact]
    public async Task One_that_asks_for_what_is_no_longer_kept_is_told_so_and_the_stream_ends()
    {
        await using var rest = await RestFixture.StartAsync();
        using var reader = await SubscribeAsync(rest, "", ("Last-Event-ID", "999"), ("Accept-Language", "vi"));
        var block = await BlockAsync(reader);
        Assert.Equal("event: problem", block[0]);
        Assert.Equal("event.lagged", JsonSerializer.Deserialize(block[1]["data: ".Length..], PandoJson.Default.Problem)!.Code);
        Assert.Null(await reader.ReadLineAsync(Limit.Token()));
    }

    [Fact]
    public async Task A_quiet_stream_is_kept_alive_by_comments()
    {
        await using var rest = await RestFixture.StartAsync(new RestOptions { Heartbeat = TimeSpan.FromMilliseconds(50) });
        using var reader = await SubscribeAsync(rest, "?types=nothing");
        Assert.Equal([": still here"], await BlockAsync(reader));
        Assert.Equal([": still here"], await BlockAsync(reader));
    }

    [Fact]
    public async Task A_subscriber_that_never_reads_is_cut_off_and_nobody_else_notices()
    {
        await using var rest = await RestFixture.StartAsync(new RestOptions { WriteLimit = TimeSpan.FromMilliseconds(300), Streams = 2 });
        using var deaf = await rest.ConnectAsync(Limit.Token());
        await deaf.SendAsync(Encoding.ASCII.GetBytes($"GET {ApiRoutes.Events} HTTP/1.1\r\nHost: pando\r\n\r\n"), Limit.Token());
        await WaitForBytesAsync(deaf);
        using var reader = await SubscribeAsync(rest, "?types=machine.*");
        var padding = new string('x', 4000);
        for (var number = 0; number < 1000; number++)
        {
            rest.Events.Publish("noise.made", "x", ("padding", padding));
        }
        rest.Events.Publish("machine.started", "x");
        Assert.Equal("event: machine.started", (await BlockAsync(reader))[1]);

        // Its place becomes free again.
        await WaitUntilAsync(async () =>
        {
            using var another = await rest.Client.GetAsync(ApiRoutes.Events, HttpCompletionOption.ResponseHeadersRead, Limit.Token());
            return another.IsSuccessStatusCode;
        });
        Assert.Contains(rest.Log.Entries, entry => entry.Text.Contains("was cut off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task More_streams_than_the_limit_are_refused()
    {
        await using var rest = await RestFixture.StartAsync(new RestOptions { Streams = 1 });
        using (await SubscribeAsync(rest, ""))
        {
            var problem = await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Events), 429);
            Assert.Equal("request.busy", problem.Code);
        }
    }

    [Fact]
    public async Task A_stream_ends_when_the_daemon_stops()
    {
        await using var rest = await RestFixture.StartAsync();
        using var reader = await SubscribeAsync(rest, "");
        await rest.StopAsync();
        Assert.Null(await reader.ReadLineAsync(Limit.Token()));
    }

    private static async Task<StreamReader> SubscribeAsync(RestFixture rest, string query, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ApiRoutes.Events + query);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        var response = await rest.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Limit.Token());
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Limit.Token()));
        Assert.Equal([": pandod"], await BlockAsync(reader));
        return reader;
    }

    private static async Task<string[]> BlockAsync(StreamReader reader)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(Limit.Token()) is { Length: > 0 } line)
        {
            lines.Add(line);
        }
        return [.. lines];
    }

    private static async Task WaitForBytesAsync(Socket socket) => await socket.ReceiveAsync(new byte[64], SocketFlags.Peek, Limit.Token());

    private static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            await timer.WaitForNextTickAsync(Limit.Token());
        }
    }
}
