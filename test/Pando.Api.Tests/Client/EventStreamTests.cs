using Microsoft.AspNetCore.Http;
using Pando.Api.Client;
using Pando.Api.Events;
using Pando.Api.Problems;
using Pando.Api.Tests.Scripted;

namespace Pando.Api.Tests.Client;

public sealed class EventStreamTests : IAsyncLifetime
{
    private const string Started = """{"sequence":5,"at":"2026-11-03T09:00:00Z","type":"machine.started","subject":"u","data":{"name":"web1"}}""";
    private readonly TemporaryFolder _folder = new();
    private ScriptedPandod _pandod = null!;
    private PandoClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _pandod = await ScriptedPandod.StartAsync(_folder["s"]);
        _client = new PandoClient(new PandoClientOptions { Address = _pandod.Address, QuestionLimit = TimeSpan.FromSeconds(5) });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _pandod.DisposeAsync();
        _folder.Dispose();
    }

    private void Stream(string text) => _pandod.On("GET", "/api/v1/events", async context =>
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(text);
    });

    private async Task<(List<PandoEvent> Events, Exception? End)> ReadAsync(long? after = null)
    {
        var events = new List<PandoEvent>();
        var end = await Record.ExceptionAsync(async () =>
        {
            await foreach (var happened in _client.FollowEventsAsync(["machine.*", "job.ended"], "u", after))
            {
                events.Add(happened);
            }
        });
        return (events, end);
    }

    [Fact]
    public async Task Events_come_with_their_data_and_comments_are_passed_over()
    {
        Stream($": hello\n\nid: 5\nevent: machine.started\ndata: {Started}\n\n: still here\n\n");
        var (events, end) = await ReadAsync(after: 4);
        Assert.Equal("web1", Assert.Single(events).Data["name"]);
        Assert.Equal(UnreachableReason.Lost, Assert.IsType<PandoUnreachableException>(end).Reason);
        var request = Assert.Single(_pandod.Requests);
        Assert.Equal("GET /api/v1/events?types=machine.%2A%2Cjob.ended&subject=u", request.ToString());
        Assert.Equal("4", request.Headers["Last-Event-ID"]);
    }

    [Fact]
    public async Task Data_over_several_lines_is_one_event()
    {
        Stream($"event:machine.started\r\ndata: {Started[..14]}\r\ndata:{Started[14..]}\r\n\r\n");
        Assert.Single((await ReadAsync()).Events);
    }

    [Fact]
    public async Task A_reader_that_was_too_slow_is_told_so()
    {
        Stream("event: problem\ndata: {\"code\":\"event.lagged\",\"kind\":\"too-much\"}\n\n");
        Assert.Equal("event.lagged", Assert.IsType<PandoProblemException>((await ReadAsync()).End).Problem.Code);
    }

    [Fact]
    public async Task Data_that_is_no_event_is_no_pandods()
    {
        Stream("data: {nonsense\n\n");
        Assert.Equal(UnreachableReason.NotPando, Assert.IsType<PandoUnreachableException>((await ReadAsync()).End).Reason);
    }

    [Fact]
    public async Task A_stream_that_is_cut_in_the_middle_of_an_event_loses_only_that_one()
    {
        Stream($"event: machine.started\ndata: {Started}\n\nevent: machine.started\ndata: {Started}\n");
        Assert.Single((await ReadAsync()).Events);
    }
}
