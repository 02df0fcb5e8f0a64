using System.Text;
using Pando.Api.Machines;
using Pando.Api.Monitor;
using Pando.Domains;
using Pando.Model.Domains;
using Pando.Rest.Tests.Serving;
using Engine = Pando.Domains.Monitor;

namespace Pando.Rest.Tests.Endpoints;

public sealed class MonitorEndpointsTests : IAsyncLifetime
{
    private RestFixture _rest = null!;

    public async ValueTask InitializeAsync()
    {
        _rest = await RestFixture.StartAsync();
        _rest.Domains.Add("one", running: true);
    }

    public ValueTask DisposeAsync() => _rest.DisposeAsync();

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json = null) =>
        _rest.SendAsync(method, "/api/v1/machines/one/" + path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"));

    [Fact]
    public async Task Keys_of_any_set_are_QEMUs_in_the_end()
    {
        using var names = await SendAsync(HttpMethod.Post, "keys", """{"keys": ["KEY_LEFTCTRL", "KEY_DELETE"]}""");
        using var numbers = await SendAsync(HttpMethod.Post, "keys", """{"keys": ["0x1d", "46"], "codeset": "xt", "holdMilliseconds": 20}""");
        using var usual = await SendAsync(HttpMethod.Post, "keys", """{"keys": ["VK_RETURN"], "codeset": "win32", "holdMilliseconds": 0}""");
        Assert.All([names, numbers, usual], answer => Assert.Equal(204, (int)answer.StatusCode));
        Assert.Equal(["keys 29 211 ", "keys 29 46 20", "keys 28 "], _rest.Monitor.Asked);
    }

    [Theory]
    [InlineData("""{"keys": []}""")]
    [InlineData("""{"keys": ["KEY_NONE"]}""")]
    [InlineData("""{"keys": ["KEY_A"], "codeset": "morse"}""")]
    [InlineData("""{"keys": ["KEY_A"], "holdMilliseconds": -1}""")]
    [InlineData("""{"keys": ["1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1","1"]}""")]
    public async Task What_is_no_key_is_not_sent(string body)
    {
        using var answer = await SendAsync(HttpMethod.Post, "keys", body);
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Empty(_rest.Monitor.Asked);
    }

    [Fact]
    public async Task Interrupts_pictures_and_disk_errors_are_asked_for()
    {
        using var nmi = await SendAsync(HttpMethod.Post, "nmi");
        Assert.Equal(204, (int)nmi.StatusCode);
        using var picture = await SendAsync(HttpMethod.Get, "screenshot");
        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], await picture.Content.ReadAsByteArrayAsync(Limit.Token()));
        using var second = await SendAsync(HttpMethod.Get, "screenshot?screen=1");
        using var odd = await SendAsync(HttpMethod.Get, "screenshot?screen=-1");
        Assert.Equal((200, 400), ((int)second.StatusCode, (int)odd.StatusCode));
        Assert.Equal(["nmi", "screen 0", "screen 1"], _rest.Monitor.Asked);
        using var errors = await SendAsync(HttpMethod.Get, "disk-errors");
        var told = await RestFixture.ReadAsync<IReadOnlyList<DiskError>>(errors, 200);
        Assert.Equal(["vda no space", "vdb unspecified error"], told.Select(error => $"{error.Target} {error.Error}"));
    }

    [Fact]
    public async Task A_command_goes_through_and_so_does_QEMUs_refusal()
    {
        using var done = await SendAsync(HttpMethod.Post, "monitor/command?limit=3", """{"execute": "query-odd"}""");
        Assert.Equal("""{"return":[1]}""", await done.Content.ReadAsStringAsync(Limit.Token()));
        _rest.Monitor.Answer = new Engine.MonitorAnswer(null, new Engine.MonitorRefusal("CommandNotFound", "never heard of it"));
        using var refused = await SendAsync(HttpMethod.Post, "monitor/command", """{"execute": "query-odd"}""");
        Assert.Equal("""{"error":{"class":"CommandNotFound","desc":"never heard of it"}}""", await refused.Content.ReadAsStringAsync(Limit.Token()));
        using var nonsense = await SendAsync(HttpMethod.Post, "monitor/command", "{");
        using var forever = await SendAsync(HttpMethod.Post, "monitor/command?limit=86400", """{"execute": "x"}""");
        Assert.Equal((400, 400), ((int)nonsense.StatusCode, (int)forever.StatusCode));
        using var human = await SendAsync(HttpMethod.Post, "monitor/human-command", """{"command": "info status"}""");
        Assert.Equal("VM status: running\r\n", (await RestFixture.ReadAsync<HumanCommandAnswer>(human, 200)).Output);
        Assert.Equal(["""{"execute": "query-odd"} 3""", """{"execute": "query-odd"} """, "info status "], _rest.Monitor.Asked);
    }

    [Fact]
    public async Task A_name_and_what_becomes_of_a_machine_are_requests()
    {
        using var renamed = await SendAsync(HttpMethod.Post, "rename", """{"name": "two"}""");
        _ = await RestFixture.ReadAsync<Machine>(renamed, 200);
        using var action = await SendAsync(HttpMethod.Put, "lifecycle-action?scope=live,config", """{"type": "poweroff", "action": "preserve"}""");
        _ = await RestFixture.ReadAsync<Machine>(action, 200);
        Assert.Equal(
            [new Pando.Domains.RenameRequest("two"), new SetLifecycleActionRequest(LifecycleEvent.PowerOff, LifecycleAction.Preserve, ChangeScope.Live | ChangeScope.Config)],
            _rest.Domains.Requests.Select(request => request.Request));
        using var when = await SendAsync(HttpMethod.Put, "lifecycle-action", """{"type": "noon", "action": "preserve"}""");
        using var what = await SendAsync(HttpMethod.Put, "lifecycle-action", """{"type": "crash", "action": "rename-restart"}""");
        Assert.Equal((400, 400), ((int)when.StatusCode, (int)what.StatusCode));
    }

    [Fact]
    public async Task What_is_counted_is_a_request()
    {
        using var set = await SendAsync(HttpMethod.Put, "perf-events?scope=config", """{"enable": ["cpu_cycles"], "disable": ["cmt"]}""");
        _ = await RestFixture.ReadAsync<Machine>(set, 200);
        var asked = Assert.IsType<SetPerfEventsRequest>(Assert.Single(_rest.Domains.Requests).Request);
        Assert.Equal([new PerfEvent(PerfEventName.CpuCycles, true), new PerfEvent(PerfEventName.CacheOccupancy, false)], asked.Events.Items);
        foreach (var nonsense in new[] { "{}", """{"enable": ["weather"]}""", """{"enable": ["cmt"], "disable": ["cmt"]}""" })
        {
            using var refused = await SendAsync(HttpMethod.Put, "perf-events", nonsense);
            Assert.Equal(400, (int)refused.StatusCode);
        }
    }

    [Fact]
    public async Task Texts_metadata_and_sizes_are_changed()
    {
        using var title = await SendAsync(HttpMethod.Put, "description?scope=live", """{"title": ""}""");
        using var text = await SendAsync(HttpMethod.Put, "description", """{"description": "more"}""");
        using var metadata = await SendAsync(HttpMethod.Put, "metadata?scope=config", """{"uri": "urn:x", "key": "x", "xml": "<a/>"}""");
        using var gone = await SendAsync(HttpMethod.Put, "metadata", """{"uri": "urn:x"}""");
        Assert.All([title, text, metadata, gone], answer => Assert.Equal(200, (int)answer.StatusCode));
        Assert.Equal(
            [
                new NoteRequest(new NoteChange.Title(null), ChangeScope.Live), new NoteRequest(new NoteChange.Description("more"), ChangeScope.Current),
                new NoteRequest(new NoteChange.Metadata("urn:x", "x", "<a/>"), ChangeScope.Config), new NoteRequest(new NoteChange.Metadata("urn:x", "", null), ChangeScope.Current),
            ],
            _rest.Domains.Requests.Select(request => request.Request));
        foreach (var (path, body) in new[] { ("description", "{}"), ("metadata", """{"uri": ""}"""), ("metadata", """{"uri": "urn:x", "key": "1:2", "xml": "<a/>"}""") })
        {
            using var refused = await SendAsync(HttpMethod.Put, path, body);
            Assert.Equal(400, (int)refused.StatusCode);
        }
        using var grown = await SendAsync(HttpMethod.Put, "disks/vda/size", """{"bytes": 1048576}""");
        Assert.Equal(204, (int)grown.StatusCode);
        using var watched = await SendAsync(HttpMethod.Put, "disks/vda%5B1%5D/threshold", """{"bytes": 4096}""");
        Assert.Equal(204, (int)watched.StatusCode);
        using var negative = await SendAsync(HttpMethod.Put, "disks/vda/threshold", """{"bytes": -1}""");
        Assert.Equal(400, (int)negative.StatusCode);
        Assert.Equal(["grow vda 1048576", "threshold vda[1] 4096"], _rest.Monitor.Asked);
    }
}
