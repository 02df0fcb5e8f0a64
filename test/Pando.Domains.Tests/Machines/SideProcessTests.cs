using Pando.Domains.SideProcesses;
using Pando.Linux.Spawn;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.Tests.Machines;

/// <summary>A program beside QEMU begins and ends with its machine, whatever dies in between.</summary>
[Trait("Speed", "Slow")]
public class SideProcessTests
{
    private const int SigKill = 9;

    /// <summary>Stands in for virtiofsd and swtpm: it does nothing, and does not end by itself.</summary>
    private sealed class Program(string script, bool makesSocket = false) : ISideProgram
    {
        public string Kind => "idler";

        public ValueTask<IReadOnlyList<SideProcessOrder>> PlanAsync(DomainDefinition definition, string directory, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<SideProcessOrder>>(
            [
                new SideProcessOrder
                {
                    Name = "dev0",
                    Program = "/bin/sh",
                    Arguments = ["-c", script],
                    SocketPath = Path.Combine(directory, "dev0.sock"),
                    MakesSocket = makesSocket,
                },
            ]);
    }

    private static readonly Program Idle = new("exec sleep 1000");

    private static async Task<(Engine Engine, SideProcess Side)> StartedAsync(ISideProgram beside, string script = "")
    {
        var engine = await Engine.OpenAsync(qemu: Engine.Scripted(script), beside: beside);
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon);
        var started = await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        return (engine, Assert.Single(started.Live!.SideProcesses));
    }

    private static bool Runs(SideProcess side) => SideProcessEnding.Identity(side).IsStillRunning();

    private static void Kill(GuestProcess process)
    {
        using var held = new ProcessIdentity(process.Pid, process.StartTicks, process.BootId).TryOpen();
        Assert.True(held!.Signal(SigKill));
    }

    private static async Task UntilAsync(Engine engine, Predicate<DomainView> condition)
    {
        using var limit = new CancellationTokenSource(Engine.Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition(engine.Domains.Get("one")))
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    private static async Task EventAsync(Engine engine, string type)
    {
        using var limit = new CancellationTokenSource(Engine.Limit);
        await foreach (var happened in engine.Events.SubscribeAsync(0, limit.Token))
        {
            if (happened.Type == type)
            {
                return;
            }
        }
    }

    [Fact]
    public async Task It_is_recorded_and_ends_when_the_machine_is_destroyed()
    {
        var (engine, side) = await StartedAsync(Idle);
        await using var _ = engine;
        Assert.Equal(("idler", "dev0", true), (side.Kind, side.Name, Runs(side)));
        Assert.True(File.Exists(engine.Paths.SideLog("one", "dev0")));

        await engine.Domains.Request(engine.Domains.Get("one").Id, new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

        Assert.False(Runs(side));
        Assert.Empty(engine.Domains.Get("one").EndedBeside);
    }

    [Fact]
    public async Task One_that_takes_no_notice_of_SIGTERM_is_killed()
    {
        var (engine, side) = await StartedAsync(new Program("trap '' TERM; while :; do sleep 1000; done"));
        await using var _ = engine;

        await engine.Domains.Request(engine.Domains.Get("one").Id, new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

        Assert.False(Runs(side));
    }

    [Fact]
    public async Task Its_death_is_told_while_the_machine_goes_on()
    {
        var (engine, side) = await StartedAsync(Idle);
        await using var _ = engine;

        Kill(side.Process);

        await UntilAsync(engine, one => one.EndedBeside.Contains("dev0"));
        await EventAsync(engine, "machine.side-process-ended");
        Assert.Equal(DomainPhase.Running, engine.Domains.Get("one").State.Phase);
    }

    [Fact]
    public async Task It_ends_when_QEMU_dies_by_itself_and_that_is_no_news()
    {
        var (engine, side) = await StartedAsync(Idle);
        await using var _ = engine;

        Kill(engine.Domains.Get("one").Live!.Process);

        await UntilAsync(engine, one => one.State.Phase == DomainPhase.Off);
        Assert.False(Runs(side));
        Assert.Empty(engine.Domains.Get("one").EndedBeside);
    }

    [Fact]
    public async Task The_next_daemon_takes_it_up_with_the_machine()
    {
        var (before, side) = await StartedAsync(Idle);
        await before.CloseAsync();
        await using var engine = await Engine.OpenAsync(before.Root, Engine.Scripted(""), beside: Idle);
        Assert.Equal([side], engine.Domains.Get("one").Live!.SideProcesses);
        Assert.Empty(engine.Domains.Get("one").EndedBeside);

        Kill(side.Process);

        await UntilAsync(engine, one => one.EndedBeside.Contains("dev0"));
    }

    [Fact]
    public async Task A_death_while_no_daemon_ran_is_told_by_the_next()
    {
        var (before, side) = await StartedAsync(Idle);
        await before.CloseAsync();
        Kill(side.Process);
        await using var engine = await Engine.OpenAsync(before.Root, Engine.Scripted(""), beside: Idle);

        await UntilAsync(engine, one => one.EndedBeside.Contains("dev0"));
    }

    [Fact]
    public async Task It_is_ended_by_the_next_daemon_when_QEMU_died_while_none_ran()
    {
        var (before, side) = await StartedAsync(Idle);
        var machine = before.Domains.Get("one").Live!.Process;
        await before.CloseAsync();
        using (var qemu = new ProcessIdentity(machine.Pid, machine.StartTicks, machine.BootId).TryOpen())
        {
            qemu!.Signal(SigKill);
            await qemu.WaitForExitAsync().WaitAsync(Engine.Limit);
        }
        Assert.True(Runs(side));

        await using var engine = await Engine.OpenAsync(before.Root, Engine.Scripted(""), beside: Idle);

        Assert.False(Runs(side));
        Assert.Equal(DomainPhase.Off, engine.Domains.Get("one").State.Phase);
    }

    [Fact]
    public async Task A_start_that_fails_later_leaves_none()
    {
        var engine = await Engine.OpenAsync(qemu: Engine.Scripted("exit-on query-chardev 1 no"), beside: Idle);
        await using var _ = engine;
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon);

        await Assert.ThrowsAsync<PeerException>(() => engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit));

        Assert.Empty(Starting.MarkedProcess.All(SideProcessLauncher.MachineMark, engine.Paths.DomainRun(view.Id)));
    }

    [Fact]
    public async Task One_that_ends_at_once_fails_the_start_with_its_own_words()
    {
        var engine = await Engine.OpenAsync(qemu: Engine.Scripted(""), beside: new Program("echo no moon today >&2; exit 3", makesSocket: true));
        await using var _ = engine;
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon);

        var failure = await Assert.ThrowsAsync<PeerException>(() => engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit));

        Assert.Equal(ErrorCodes.Domain.SideProcessEnded, failure.Code);
        Assert.Contains("no moon today", failure.Message, StringComparison.Ordinal);
        Assert.Equal(DomainPhase.Off, engine.Domains.Get("one").State.Phase);
    }
}
