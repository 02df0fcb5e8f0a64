using Pando.Domains.Agents;
using Pando.Model.Errors;
using Pando.Testing;

namespace Pando.Domains.Tests.Agents;

public class GuestFreezeTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_freeze_is_thawed_on_request_and_leaves_no_mark()
    {
        await using var fixture = new AgentLineFixture();
        fixture.Answers(("guest-fsfreeze-freeze", "2"), ("guest-fsfreeze-thaw", "2"));
        await using var freeze = fixture.NewFreeze();
        Assert.Equal(2, await freeze.FreezeAsync([], Long, Ct));
        Assert.True(FreezeMark.IsSet(fixture.Folder));
        Assert.Equal(2, await freeze.ThawAsync(Ct));
        Assert.False(FreezeMark.IsSet(fixture.Folder));
    }

    [Fact]
    public async Task Some_file_systems_are_frozen_by_their_place()
    {
        await using var fixture = new AgentLineFixture();
        fixture.Answers(("guest-fsfreeze-freeze-list", "1"));
        await using var freeze = fixture.NewFreeze();
        await freeze.FreezeAsync(["/srv"], Long, Ct);
        Assert.Contains("guest-fsfreeze-freeze-list {\"mountpoints\":[\"/srv\"]}", fixture.Agent.Commands);
    }

    [Fact]
    public async Task What_nobody_thaws_is_thawed_after_its_time()
    {
        await using var fixture = new AgentLineFixture();
        fixture.Answers(("guest-fsfreeze-freeze", "1"), ("guest-fsfreeze-thaw", "1"));
        await using var freeze = fixture.NewFreeze();
        await freeze.FreezeAsync([], TimeSpan.FromMilliseconds(1), Ct);
        await fixture.HeardAsync("guest-fsfreeze-thaw");
    }

    [Fact]
    public async Task A_freeze_that_is_not_answered_is_thawed_until_that_succeeds()
    {
        await using var fixture = new AgentLineFixture(new GuestAgentSettings
        {
            SyncLimit = AgentLineFixture.Limit,
            FreezeLimit = TimeSpan.FromMilliseconds(100),
            ThawInterval = TimeSpan.FromMilliseconds(10),
        });
        var thaws = 0;
        fixture.Agent.Answer = (command, _) => command == "guest-fsfreeze-freeze" || ++thaws < 3 ? null : ScriptedAgent.Return("1");
        await using var freeze = fixture.NewFreeze();
        var silent = await Assert.ThrowsAsync<PeerException>(() => freeze.FreezeAsync([], Long, Ct));
        Assert.Equal(ErrorCodes.Agent.Silent, silent.Code);
        await UntilAsync(() => !FreezeMark.IsSet(fixture.Folder));
        Assert.Equal(3, thaws);
    }

    [Fact]
    public async Task A_freeze_that_the_agent_refuses_leaves_no_mark()
    {
        await using var fixture = new AgentLineFixture();
        fixture.Answers();
        await using var freeze = fixture.NewFreeze();
        await Assert.ThrowsAsync<PeerException>(() => freeze.FreezeAsync([], Long, Ct));
        Assert.False(FreezeMark.IsSet(fixture.Folder));
    }

    [Fact]
    public async Task What_a_daemon_left_frozen_that_was_killed_is_thawed_by_the_next()
    {
        await using var fixture = new AgentLineFixture();
        fixture.Answers(("guest-fsfreeze-freeze", "1"), ("guest-fsfreeze-thaw", "1"));
        await using (var killed = fixture.NewFreeze())
        {
            await killed.FreezeAsync([], Long, Ct);
        }
        await using var next = fixture.NewFreeze();
        next.ThawWhatIsLeft();
        await UntilAsync(() => !FreezeMark.IsSet(fixture.Folder));
        Assert.Contains("guest-fsfreeze-thaw {}", fixture.Agent.Commands);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(AgentLineFixture.Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}
