using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Pando.Testing;

namespace Pando.GuestAgent.Tests;

public sealed class AgentSessionTests : IAsyncLifetime
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private readonly ScriptedAgent _agent = new();
    private AgentSession _session = null!;

    public async ValueTask InitializeAsync() => _session = await ConnectAsync(Generous);

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _agent.DisposeAsync();
    }

    [Fact]
    public async Task A_command_is_answered()
    {
        _agent.Answer = (_, _) => ScriptedAgent.Return("""{"host-name": "web1"}""");
        var name = await _session.ExecuteAsync(new GuestGetHostName(), Generous, TestContext.Current.CancellationToken);
        Assert.Equal("web1", name.HostName);
        Assert.Equal(["guest-get-host-name {}"], _agent.Commands);
    }

    [Fact]
    public async Task A_refusal_keeps_the_agents_words_and_the_session()
    {
        _agent.Answer = (_, _) => ScriptedAgent.Refuse("not in the mood");
        var refusal = await Assert.ThrowsAsync<AgentErrorException>(() => _session.ExecuteAsync(new GuestPing()));
        Assert.Equal("not in the mood", refusal.Description);
        _agent.Answer = (_, _) => ScriptedAgent.Return("{}");
        await _session.ExecuteAsync(new GuestPing(), Generous, TestContext.Current.CancellationToken);
        Assert.Equal(1, _agent.Connections);
    }

    [Fact]
    public async Task A_late_answer_is_not_taken_for_the_next_commands()
    {
        _agent.Answer = (_, _) => null;
        await Assert.ThrowsAsync<AgentTimeoutException>(() => _session.ExecuteAsync(new GuestGetHostName(), Short));
        await _agent.SayAsync(ScriptedAgent.Return("""{"host-name": "late"}"""));
        _agent.Answer = (_, _) => ScriptedAgent.Return("""{"host-name": "now"}""");
        Assert.Equal("now", (await _session.ExecuteAsync(new GuestGetHostName(), Generous, TestContext.Current.CancellationToken)).HostName);
    }

    [Fact]
    public async Task An_answer_to_another_synchronisation_is_passed_over()
    {
        _agent.Sync = id => [.. Encoding.UTF8.GetBytes("noise"), 0xff, .. ScriptedAgent.Return("7"), 0xff, .. ScriptedAgent.Return($"{id}")];
        await _session.ExecuteAsync(new GuestPing(), Generous, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_agent_that_answers_only_with_another_id_is_not_there()
    {
        await using var session = await ConnectAsync(Short);
        _agent.Sync = _ => [0xff, .. ScriptedAgent.Return("7")];
        var silence = await Assert.ThrowsAsync<AgentTimeoutException>(() => session.ExecuteAsync(new GuestPing()));
        Assert.False(silence.WasSent);
        Assert.Empty(_agent.Commands);
    }

    [Fact]
    public async Task Silence_ends_with_the_limit_and_says_whether_the_command_went_out()
    {
        _agent.Answer = (_, _) => null;
        var silence = await Assert.ThrowsAsync<AgentTimeoutException>(() => _session.ExecuteAsync(new GuestFstrim(), Short));
        Assert.Equal(("guest-fstrim", true, Short), (silence.Command, silence.WasSent, silence.Limit));
    }

    [Theory]
    [InlineData("hello\n", "documented form")]
    [InlineData("[1]\n", "documented form")]
    [InlineData("{\"greeting\": 1}\n", "no return and no error")]
    [InlineData("{\"error\": 1}\n", "documented form")]
    [InlineData("{\"return\": [}\n", "documented form")]
    public async Task Nonsense_is_one_clear_error_and_ends_the_session(string said, string what)
    {
        _agent.Answer = (_, _) => ScriptedAgent.Bytes(said);
        var nonsense = await Assert.ThrowsAsync<AgentProtocolException>(() => _session.ExecuteAsync(new GuestPing()));
        Assert.Contains(what, nonsense.Message, StringComparison.Ordinal);
        Assert.True(_session.IsClosed);
        await Assert.ThrowsAsync<AgentClosedException>(() => _session.ExecuteAsync(new GuestPing()));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_nonsense()
    {
        _agent.Answer = (_, _) => [.. Encoding.UTF8.GetBytes("{\"return\": \""), 0xfe, .. Encoding.UTF8.GetBytes("\"}\n")];
        await Assert.ThrowsAsync<AgentProtocolException>(() => _session.ExecuteAsync(new GuestPing()));
    }

    [Fact]
    public async Task An_answer_of_another_form_than_documented_is_nonsense()
    {
        _agent.Answer = (_, _) => ScriptedAgent.Return("""{"hostname": 1}""");
        await Assert.ThrowsAsync<AgentProtocolException>(() => _session.ExecuteAsync(new GuestGetHostName()));
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        _agent.Answer = (_, _) => new byte[300_000];
        var endless = await Assert.ThrowsAsync<AgentProtocolException>(() => _session.ExecuteAsync(new GuestPing(), Generous));
        Assert.Contains("200000 bytes", endless.Message, StringComparison.Ordinal);
        Assert.True(_session.IsClosed);
    }

    [Fact]
    public async Task Endless_data_instead_of_a_synchronisation_is_cut_off()
    {
        _agent.Sync = _ => new byte[300_000];
        await Assert.ThrowsAsync<AgentProtocolException>(() => _session.ExecuteAsync(new GuestPing(), Generous));
        Assert.True(_session.IsClosed);
    }

    [Fact]
    public async Task An_agent_that_goes_away_in_the_middle_of_an_answer_is_told_as_lost()
    {
        _agent.Answer = (_, _) =>
        {
            _ = Task.Run(async () =>
            {
                await _agent.SayAsync(ScriptedAgent.Bytes("{\"ret"));
                _agent.Hangup();
            });
            return null;
        };
        await Assert.ThrowsAsync<AgentClosedException>(() => _session.ExecuteAsync(new GuestPing(), Generous));
        Assert.True(_session.IsClosed);
    }

    [Fact]
    public async Task Closing_ends_what_is_under_way()
    {
        var asked = new TaskCompletionSource();
        _agent.Answer = (_, _) =>
        {
            asked.SetResult();
            return null;
        };
        var ping = _session.ExecuteAsync(new GuestPing(), Generous);
        await asked.Task.WaitAsync(Generous, TestContext.Current.CancellationToken);
        _session.Close();
        await Assert.ThrowsAsync<AgentClosedException>(() => ping);
    }

    [Fact]
    public async Task What_is_not_answered_when_it_succeeds_is_known_to_be_done_by_what_follows()
    {
        _agent.Answer = (_, _) => null;
        await _session.ExecuteAsync(new GuestShutdown("powerdown"), Generous, TestContext.Current.CancellationToken);
        _agent.Answer = (_, _) => ScriptedAgent.Refuse("no such mode");
        await Assert.ThrowsAsync<AgentErrorException>(() => _session.ExecuteAsync(new GuestShutdown("sideways"), Generous));
        _agent.Answer = (_, _) =>
        {
            _agent.Hangup();
            return null;
        };
        await _session.ExecuteAsync(new GuestShutdown("powerdown"), Generous, TestContext.Current.CancellationToken);
        Assert.True(_session.IsClosed);
    }

    [Fact]
    public async Task A_callers_own_end_of_patience_is_a_cancellation_and_harms_nobody()
    {
        _agent.Answer = (_, _) => null;
        using var impatient = new CancellationTokenSource(Short);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _session.ExecuteAsync(new GuestPing(), Generous, impatient.Token));
        _agent.Answer = (_, _) => ScriptedAgent.Return("{}");
        await _session.ExecuteAsync(new GuestPing(), Generous, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Callers_take_turns()
    {
        _agent.Answer = (command, arguments) => ScriptedAgent.Return(command == "guest-get-time" ? "5" : "{}");
        var all = Enumerable.Range(0, 20).Select(_ => _session.ExecuteAsync(new GuestGetTime(), Generous)).ToList();
        Assert.All(await Task.WhenAll(all), time => Assert.Equal(5, time));
    }

    [Fact]
    public async Task A_command_of_the_callers_own_goes_through_as_it_is()
    {
        _agent.Answer = (_, _) => ScriptedAgent.Return("[1]");
        var result = await _session.ExecuteRawAsync(JsonElement.Parse("""{"execute": "guest-odd", "id": 3, "arguments": {"a": [1]}}"""), Generous, TestContext.Current.CancellationToken);
        Assert.Equal("[1]", result.GetRawText());
        Assert.Equal(["guest-odd {\"a\":[1]}"], _agent.Commands);
        await Assert.ThrowsAsync<ArgumentException>(() => _session.ExecuteRawAsync(JsonElement.Parse("[]")));
    }

    private async Task<AgentSession> ConnectAsync(TimeSpan sync)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _agent.Hangup();
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_agent.Path), TestContext.Current.CancellationToken);
        return new AgentSession(socket, new AgentOptions(TimeProvider.System) { SyncLimit = sync, CommandLimit = Generous, AnswerLimitBytes = 200_000 });
    }
}
