using System.Text;
using Pando.Api.Agents;
using Pando.Domains.Agents;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Endpoints;

public sealed class AgentEndpointsTests : IAsyncLifetime
{
    private const string Agent = "/api/v1/machines/one/agent";

    private RestFixture _rest = null!;

    public async ValueTask InitializeAsync()
    {
        _rest = await RestFixture.StartAsync();
        _rest.Domains.Add("one");
    }

    public ValueTask DisposeAsync() => _rest.DisposeAsync();

    private async Task<T> GetAsync<T>(string path, int status = 200) =>
        await RestFixture.ReadAsync<T>(await _rest.SendAsync(HttpMethod.Get, Agent + path), status);

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json = null) =>
        _rest.SendAsync(method, Agent + path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"));

    [Fact]
    public async Task Of_everything_what_the_agent_does_not_tell_is_named()
    {
        _rest.Agents.Answers["guest-get-host-name"] = """{"host-name": "web1"}""";
        _rest.Agents.Answers["guest-get-fsinfo"] = """[{"name": "vda1", "mountpoint": "/", "type": "ext4", "disk": [], "used-bytes": 1}]""";
        var info = await GetAsync<GuestInfo>("/info");
        Assert.Equal("web1", info.Hostname);
        Assert.Equal("/", Assert.Single(info.Filesystems!).Mountpoint);
        Assert.Equal(["users", "os", "timezone", "disk", "interface", "load"], info.Missing!);
    }

    [Fact]
    public async Task An_agent_is_given_another_limit_and_its_own_again()
    {
        _rest.Agents.View = _rest.Domains.Get("one");
        using var longer = await SendAsync(HttpMethod.Put, "/limit", """{"seconds": 90}""");
        Assert.Equal("none", (await RestFixture.ReadAsync<AgentStatus>(longer, 200)).State);
        using var usual = await SendAsync(HttpMethod.Put, "/limit", "{}");
        using var forever = await SendAsync(HttpMethod.Put, "/limit", """{"seconds": 3601}""");
        Assert.Equal((200, 400), ((int)usual.StatusCode, (int)forever.StatusCode));
        Assert.Equal(["limit 90", "limit "], _rest.Agents.Asked);
    }

    [Fact]
    public async Task What_is_asked_for_by_name_fails_where_it_is_not_told()
    {
        using var unknown = await SendAsync(HttpMethod.Get, "/info?types=load");
        Assert.Equal(501, (int)unknown.StatusCode);
        using var odd = await SendAsync(HttpMethod.Get, "/info?types=weather");
        Assert.Equal(400, (int)odd.StatusCode);
    }

    [Fact]
    public async Task A_program_gets_its_words_and_input_and_its_output_comes_back()
    {
        _rest.Agents.Outcome = new GuestProgramOutcome(9, Ended: true) { ExitCode = 3, Output = "hi"u8.ToArray() };
        using var answer = await SendAsync(HttpMethod.Post, "/exec", """{"path": "/bin/x", "arguments": ["a"], "input": "aGk=", "waitSeconds": 2}""");
        var result = await RestFixture.ReadAsync<GuestExecResult>(answer, 200);
        Assert.Equal((9L, true, 3, "aGk="), (result.Pid, result.Exited, result.ExitCode, result.Output));
        Assert.Equal(["/bin/x a 2 6869"], _rest.Agents.Asked);
        using var bad = await SendAsync(HttpMethod.Post, "/exec", """{"path": "/bin/x", "input": "*"}""");
        Assert.Equal(400, (int)bad.StatusCode);
        using var tooLong = await SendAsync(HttpMethod.Post, "/exec", """{"path": "/bin/x", "waitSeconds": 4000}""");
        Assert.Equal(400, (int)tooLong.StatusCode);
        Assert.Equal(12, (await GetAsync<GuestExecResult>("/exec/12")).Pid);
    }

    [Fact]
    public async Task File_systems_are_frozen_for_a_time_and_thawed()
    {
        _rest.Agents.Answers["guest-fsfreeze-status"] = "\"frozen\"";
        Assert.True((await GetAsync<GuestFreezeStatus>("/freeze")).Frozen);
        using var frozen = await SendAsync(HttpMethod.Post, "/freeze", """{"mountpoints": ["/srv"], "limitSeconds": 5}""");
        Assert.Equal(2, (await RestFixture.ReadAsync<GuestFreezeCount>(frozen, 200)).Count);
        using var usual = await SendAsync(HttpMethod.Post, "/freeze");
        Assert.Equal(200, (int)usual.StatusCode);
        Assert.Equal(["freeze /srv 5", "freeze  600"], _rest.Agents.Asked.Skip(1));
        using var forever = await SendAsync(HttpMethod.Post, "/freeze", """{"limitSeconds": 0}""");
        Assert.Equal(400, (int)forever.StatusCode);
    }

    [Fact]
    public async Task A_password_is_in_no_log()
    {
        using var set = await SendAsync(HttpMethod.Put, "/password", """{"user": "an", "password": "sesame-42"}""");
        Assert.Equal(204, (int)set.StatusCode);
        Assert.Equal(["password an sesame-42 False"], _rest.Agents.Asked);
        Assert.DoesNotContain(_rest.Log.Entries, entry => entry.Text.Contains("sesame-42", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clock_is_set_in_one_way()
    {
        _rest.Agents.Answers["guest-get-time"] = "1700000000000000000";
        _rest.Agents.Answers["guest-set-time"] = "{}";
        using var set = await SendAsync(HttpMethod.Put, "/time", """{"time": "2023-11-14T22:13:20Z"}""");
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), (await RestFixture.ReadAsync<GuestTime>(set, 200)).Time);
        Assert.Contains("Nanoseconds = 1700000000000000000", _rest.Agents.Asked.First(), StringComparison.Ordinal);
        using var both = await SendAsync(HttpMethod.Put, "/time", """{"now": true, "sync": true}""");
        Assert.Equal(400, (int)both.StatusCode);
    }

    [Fact]
    public async Task Keys_and_processors_are_changed_as_asked()
    {
        _rest.Agents.Answers["guest-ssh-get-authorized-keys"] = """{"keys": ["k"]}""";
        _rest.Agents.Answers["guest-ssh-add-authorized-keys"] = "{}";
        _rest.Agents.Answers["guest-get-vcpus"] = """[{"logical-id": 1, "online": true, "can-offline": true}]""";
        using var keys = await SendAsync(HttpMethod.Put, "/ssh-keys/an", """{"keys": ["k"], "change": "reset"}""");
        Assert.Equal(["k"], (await RestFixture.ReadAsync<GuestSshKeys>(keys, 200)).Keys);
        using var odd = await SendAsync(HttpMethod.Put, "/ssh-keys/an", """{"keys": [], "change": "shuffle"}""");
        Assert.Equal(400, (int)odd.StatusCode);
        using var count = await SendAsync(HttpMethod.Put, "/vcpus", """{"count": 2}""");
        Assert.Equal(200, (int)count.StatusCode);
        using var some = await SendAsync(HttpMethod.Put, "/vcpus", """{"offline": [1]}""");
        Assert.Equal(200, (int)some.StatusCode);
        Assert.Contains("vcpus 2", _rest.Agents.Asked);
        Assert.Contains("vcpus + -1", _rest.Agents.Asked);
        using var both = await SendAsync(HttpMethod.Put, "/vcpus", """{"count": 2, "online": [1]}""");
        Assert.Equal(400, (int)both.StatusCode);
    }

    [Fact]
    public async Task A_command_goes_through_as_it_is()
    {
        using var answer = await SendAsync(HttpMethod.Post, "/command?limit=3", """{"execute": "guest-odd"}""");
        Assert.Equal("[1]", await answer.Content.ReadAsStringAsync(Limit.Token()));
        Assert.Equal(["""{"execute": "guest-odd"} 3"""], _rest.Agents.Asked);
        using var nonsense = await SendAsync(HttpMethod.Post, "/command", "{");
        Assert.Equal(400, (int)nonsense.StatusCode);
    }

    [Fact]
    public async Task A_guest_is_put_to_sleep_and_shut_down_through_its_agent()
    {
        using var sleep = await _rest.SendAsync(HttpMethod.Post, "/api/v1/machines/one/pm-suspend?target=hybrid");
        Assert.Equal(200, (int)sleep.StatusCode);
        Assert.Equal(["sleep Hybrid"], _rest.Agents.Asked);
        using var odd = await _rest.SendAsync(HttpMethod.Post, "/api/v1/machines/one/pm-suspend?target=moon");
        Assert.Equal(400, (int)odd.StatusCode);
    }
}
