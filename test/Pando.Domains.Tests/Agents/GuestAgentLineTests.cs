using Pando.Domains.Agents;
using Pando.GuestAgent;
using Pando.Model.Errors;
using Pando.Testing;

namespace Pando.Domains.Tests.Agents;

public class GuestAgentLineTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_that_is_not_there_is_refused_at_once()
    {
        await using var fixture = new AgentLineFixture();
        fixture.Line.Notice(open: false);
        var refusal = await Assert.ThrowsAsync<CallerException>(() => fixture.Line.AskAsync(new GuestPing(), null, Ct));
        Assert.Equal(ErrorCodes.Agent.NotConnected, refusal.Code);
        Assert.Empty(fixture.Agent.Commands);
    }

    [Fact]
    public async Task An_agent_that_goes_while_it_is_asked_ends_the_call_and_one_that_comes_back_is_asked_anew()
    {
        await using var fixture = new AgentLineFixture();
        fixture.Agent.Answer = (_, _) => null;
        var ping = fixture.Line.AskAsync(new GuestPing(), null, Ct);
        await fixture.HeardAsync("guest-ping");
        Assert.True(fixture.Line.Notice(open: false));
        var gone = await Assert.ThrowsAsync<PeerException>(() => ping);
        Assert.Equal(ErrorCodes.Agent.Gone, gone.Code);

        Assert.True(fixture.Line.Notice(open: true));
        Assert.False(fixture.Line.Notice(open: true));
        fixture.Answers(("guest-ping", "{}"));
        await fixture.Line.AskAsync(new GuestPing(), null, Ct);
    }

    [Fact]
    public async Task A_command_that_names_no_limit_has_the_machines()
    {
        await using var fixture = new AgentLineFixture();
        fixture.Line.CommandLimit = TimeSpan.FromMilliseconds(1);
        fixture.Agent.Answer = (command, _) => command == "guest-ping" ? null : ScriptedAgent.Return("{}");
        var silent = await Assert.ThrowsAsync<PeerException>(() => fixture.Line.AskAsync(new GuestPing(), null, Ct));
        Assert.Equal(ErrorCodes.Agent.Silent, silent.Code);
        Assert.Contains(silent.Facts, fact => fact is { Name: "waited", Value: "0.001 s" });
        fixture.Line.CommandLimit = null;
        fixture.Answers(("guest-ping", "{}"));
        await fixture.Line.AskAsync(new GuestPing(), null, Ct);
    }

    [Fact]
    public async Task Nonsense_is_told_by_name_and_the_next_call_has_a_new_connection()
    {
        await using var fixture = new AgentLineFixture();
        fixture.Agent.Answer = (_, _) => ScriptedAgent.Bytes("login: \n");
        var nonsense = await Assert.ThrowsAsync<PeerException>(() => fixture.Line.AskAsync(new GuestPing(), null, Ct));
        Assert.Equal(ErrorCodes.Agent.Nonsense, nonsense.Code);
        fixture.Answers(("guest-ping", "{}"));
        await fixture.Line.AskAsync(new GuestPing(), null, Ct);
        Assert.Equal(2, fixture.Agent.Connections);
    }

    [Fact]
    public async Task Silence_and_refusals_keep_the_command_and_the_agents_words()
    {
        await using var fixture = new AgentLineFixture();
        fixture.Agent.Answer = (_, _) => null;
        var silent = await Assert.ThrowsAsync<PeerException>(() => fixture.Line.AskAsync(new GuestPing(), TimeSpan.FromMilliseconds(100), Ct));
        Assert.Equal(ErrorCodes.Agent.Silent, silent.Code);
        fixture.Answers();
        var refused = await Assert.ThrowsAsync<PeerException>(() => fixture.Line.AskAsync(new GuestPing(), null, Ct));
        Assert.Equal(ErrorCodes.Agent.Refused, refused.Code);
        Assert.Contains("guest-ping is not for now", refused.Message, StringComparison.Ordinal);
        fixture.Agent.Answer = (_, _) => ScriptedAgent.Refuse("what?", "CommandNotFound");
        var unknown = await Assert.ThrowsAsync<PeerException>(() => fixture.Line.AskAsync(new GuestPing(), null, Ct));
        Assert.Equal(ErrorCodes.Agent.UnknownCommand, unknown.Code);
    }

    [Fact]
    public async Task A_program_is_asked_after_until_it_has_ended()
    {
        await using var fixture = new AgentLineFixture();
        var polls = 0;
        fixture.Agent.Answer = (command, _) => command == "guest-exec" ? ScriptedAgent.Return("""{"pid": 7}""")
            : ++polls < 3 ? ScriptedAgent.Return("""{"exited": false}""")
            : ScriptedAgent.Return("""{"exited": true, "exitcode": 3, "out-data": "aGk=", "err-truncated": true}""");
        var run = new GuestProgramRun(fixture.Line, "one", fixture.Settings, TimeProvider.System);
        var outcome = await run.RunAsync(new GuestProgram("/bin/x") { Arguments = ["a"], Input = "in"u8.ToArray() }, Ct);
        Assert.Equal((7, true, 3, true), (outcome.Pid, outcome.Ended, outcome.ExitCode, outcome.ErrorCut));
        Assert.Equal("hi"u8.ToArray(), outcome.Output.ToArray());
        Assert.Contains("\"input-data\":\"aW4=\"", fixture.Agent.Commands.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_does_not_end_in_time_runs_on_and_is_told_so()
    {
        await using var fixture = new AgentLineFixture();
        fixture.Answers(("guest-exec", """{"pid": 7}"""), ("guest-exec-status", """{"exited": false}"""));
        var run = new GuestProgramRun(fixture.Line, "one", fixture.Settings, TimeProvider.System);
        var outcome = await run.RunAsync(new GuestProgram("/bin/x") { Limit = TimeSpan.FromMilliseconds(50) }, Ct);
        Assert.Equal((7, false), (outcome.Pid, outcome.Ended));
    }

    [Fact]
    public async Task Output_that_is_no_base64_is_nonsense()
    {
        await using var fixture = new AgentLineFixture();
        fixture.Answers(("guest-exec-status", """{"exited": true, "exitcode": 0, "out-data": "*"}"""));
        var run = new GuestProgramRun(fixture.Line, "one", fixture.Settings, TimeProvider.System);
        Assert.Equal(ErrorCodes.Agent.Nonsense, (await Assert.ThrowsAsync<PeerException>(() => run.AskAsync(7, Ct))).Code);
    }
}
