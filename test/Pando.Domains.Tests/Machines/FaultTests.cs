using Pando.Domains.Driving;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.Tests.Machines;

/// <summary>A QEMU that misbehaves: one clear error, and nothing left.</summary>
public class FaultTests
{
    private static async Task<(Engine Engine, DomainView View)> WithAsync(string script)
    {
        var engine = await Engine.OpenAsync(qemu: Engine.Scripted(script));
        return (engine, await engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon));
    }

    private static void AssertNothingIsLeft(Engine engine)
    {
        var domains = Path.Combine(engine.Paths.Run, "domains");
        Assert.True(!Directory.Exists(domains) || Directory.GetDirectories(domains).Length == 0);
        Assert.Empty(ProcessesOf(engine));
    }

    private static IEnumerable<string> ProcessesOf(Engine engine) =>
        Directory.EnumerateDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out _) && Holds(process, engine.Root));

    private static bool Holds(string process, string root)
    {
        try
        {
            return Path.GetFileName(process) != Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)
                && Directory.EnumerateFileSystemEntries(Path.Combine(process, "fd")).Any(fd => new FileInfo(fd).LinkTarget?.StartsWith(root, StringComparison.Ordinal) == true);
        }
        catch (IOException)
        {
            return false;
        }
    }

    [Fact]
    public async Task A_QEMU_that_exits_during_the_handshake_is_told_with_its_own_words()
    {
        var (engine, view) = await WithAsync("exit-on query-chardev 1 could not lock the moon");
        await using var _ = engine;
        var failure = await Assert.ThrowsAsync<PeerException>(() => engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit));
        Assert.Equal(ErrorCodes.Domain.QemuExited, failure.Code);
        Assert.Contains("could not lock the moon", failure.Message, StringComparison.Ordinal);
        Assert.Equal(DomainPhase.Off, engine.Domains.Get("one").State.Phase);
        AssertNothingIsLeft(engine);
    }

    [Fact]
    public async Task A_QEMU_that_hangs_during_the_start_is_given_up_and_ended()
    {
        var (engine, view) = await WithAsync("ignore query-chardev\ndeaf-to-sigterm");
        await using var _ = engine;
        var failure = await Assert.ThrowsAsync<PeerException>(() => engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit));
        Assert.Equal(ErrorCodes.Domain.QemuSilent, failure.Code);
        AssertNothingIsLeft(engine);
    }

    [Fact]
    public async Task A_destroy_ends_a_start_that_hangs()
    {
        var (engine, view) = await WithAsync("ignore query-chardev");
        await using var _ = engine;
        var start = engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon);
        Assert.NotNull(await start.Job.WaitAsync(Engine.Limit));
        var off = await engine.Domains.Request(view.Id, new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        Assert.Equal(DomainPhase.Off, off.State.Phase);
        await Assert.ThrowsAnyAsync<Exception>(() => start.Completion.WaitAsync(Engine.Limit));
        AssertNothingIsLeft(engine);
    }

    [Fact]
    public async Task A_command_that_is_refused_says_QEMUs_words_and_changes_nothing()
    {
        var (engine, view) = await WithAsync("refuse stop GenericError not in the mood");
        await using var _ = engine;
        await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        var failure = await Assert.ThrowsAsync<PeerException>(() => engine.Domains.Request(view.Id, new SuspendRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit));
        Assert.Equal(ErrorCodes.Domain.QemuRefused, failure.Code);
        Assert.Contains("not in the mood", failure.Message, StringComparison.Ordinal);
        Assert.Equal(DomainPhase.Running, engine.Domains.Get("one").State.Phase);
    }

    [Fact]
    public async Task A_QEMU_deaf_to_SIGTERM_is_killed_unless_that_is_ruled_out()
    {
        var (engine, view) = await WithAsync("deaf-to-sigterm");
        await using var _ = engine;
        await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        var failure = await Assert.ThrowsAsync<PeerException>(() => engine.Domains.Request(view.Id, new DestroyRequest(Graceful: true), Caller.Daemon).Completion.WaitAsync(Engine.Limit));
        Assert.Equal(ErrorCodes.Domain.WillNotDie, failure.Code);
        Assert.NotEqual(DomainPhase.Off, engine.Domains.Get("one").State.Phase);
        var off = await engine.Domains.Request(view.Id, new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        Assert.Equal(DomainPhase.Off, off.State.Phase);
        AssertNothingIsLeft(engine);
    }

    [Fact]
    public async Task A_QEMU_that_stops_answering_is_said_to_be_silent_and_is_known_again_when_it_answers()
    {
        var go = Path.Combine(Directory.CreateTempSubdirectory("pando-hold-").FullName, "go");
        var (engine, view) = await WithAsync($"hold query-status {go}");
        await using var _ = engine;
        await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        await UntilAsync(engine, one => one.State.NotAnsweringSince is not null);
        var refusal = Assert.Throws<CallerException>(() => engine.Domains.Request(view.Id, new SuspendRequest(), Caller.Daemon));
        Assert.Equal(ErrorCodes.Domain.NotAnswering, refusal.Code);
        await File.WriteAllTextAsync(go, "");
        await UntilAsync(engine, one => one.State.NotAnsweringSince is null);
    }

    [Fact]
    public async Task A_lost_monitor_is_connected_again()
    {
        var (engine, view) = await WithAsync("close-on query-name");
        await using var _ = engine;
        await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        var guest = engine.Domains.Driver(view.Id).Guest!;
        await Assert.ThrowsAnyAsync<Exception>(() => guest.ExecuteAsync(new Qmp.QueryName(), null, CancellationToken.None));
        await UntilAsync(engine, one => guest.Session is { Closed.IsCompleted: false } && one.State.NotAnsweringSince is null);
        var paused = await engine.Domains.Request(view.Id, new SuspendRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        Assert.Equal(DomainPhase.Paused, paused.State.Phase);
    }

    [Fact]
    public async Task More_memory_than_the_host_has_is_refused_before_anything_changes()
    {
        await using var engine = await Engine.OpenAsync();
        var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.Domains.DefineAsync(Definitions.Empty("big", memoryMiB: 1 << 20), null, Caller.Daemon));
        Assert.Equal(ErrorCodes.Domain.MemoryBeyondHost, refusal.Code);
        Assert.Empty(engine.Domains.List());
    }

    [Fact]
    public async Task A_name_and_a_uuid_belong_to_one_machine()
    {
        await using var engine = await Engine.OpenAsync();
        var first = await engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon);
        var name = await Assert.ThrowsAsync<CallerException>(() => engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon));
        Assert.Equal(ErrorCodes.Domain.NameTaken, name.Code);
        var other = Definitions.Empty("two").Replace("<memory", $"<uuid>{first.Id}</uuid><memory", StringComparison.Ordinal);
        var uuid = await Assert.ThrowsAsync<CallerException>(() => engine.Domains.DefineAsync(other, null, Caller.Daemon));
        Assert.Equal(ErrorCodes.Domain.UuidTaken, uuid.Code);
    }

    private static async Task UntilAsync(Engine engine, Predicate<DomainView> condition)
    {
        using var limit = new CancellationTokenSource(Engine.Limit);
        await foreach (var _ in Ticks(limit.Token))
        {
            if (condition(engine.Domains.Get("one")))
            {
                return;
            }
        }
    }

    private static async IAsyncEnumerable<int> Ticks([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            yield return 0;
        }
    }
}
