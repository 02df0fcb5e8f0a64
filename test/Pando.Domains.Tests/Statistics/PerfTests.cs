using Pando.Domains.Statistics;
using Pando.Domains.Tests.Machines;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.Tests.Statistics;

/// <summary>Counts of a real QEMU without a guest: what the kernel counts by itself is there on every host.</summary>
public class PerfTests
{
    private const string Counted = "<perf><event name='page_faults' enabled='yes'/><event name='cpu_clock' enabled='no'/></perf>";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Machine(string perf) => Definitions.Empty("one").Replace("<devices>", perf + "<devices>", StringComparison.Ordinal);

    private static Task<DomainView> AskAsync(Engine engine, DomainId id, DomainRequest request) =>
        engine.Domains.Request(id, request, Caller.Daemon).Completion.WaitAsync(Engine.Limit, Ct);

    private static async Task<IReadOnlyDictionary<string, long>> ReadAsync(Engine engine, DomainId id)
    {
        await engine.Domains.Statistics.RefreshAsync([id], Ct);
        return engine.Domains.Statistics.Read([id], [StatisticsGroup.Perf]).Single().Numbers;
    }

    [Fact]
    public async Task What_the_definition_says_is_counted_and_changed_while_it_runs()
    {
        var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(Machine(Counted), null, Caller.Daemon);
        await AskAsync(engine, view.Id, new StartRequest(Paused: true));
        Assert.Equal(["perf.page_faults"], (await ReadAsync(engine, view.Id)).Keys);
        await AskAsync(engine, view.Id, new SetPerfEventsRequest([new(PerfEventName.TaskClock, true), new(PerfEventName.PageFaults, false)], ChangeScope.Live));
        Assert.Equal(["perf.task_clock"], (await ReadAsync(engine, view.Id)).Keys);
        Assert.Equal([PerfEventName.PageFaults], PerfEvents.Enabled(engine.Domains.Get("one").Asked!));

        // The next daemon counts on.
        await engine.CloseAsync();
        await using var next = await Engine.OpenAsync(engine.Root);
        Assert.Equal(["perf.task_clock"], (await ReadAsync(next, view.Id)).Keys);
    }

    [Fact]
    public async Task What_the_kernel_does_not_count_refuses_the_start_and_the_change()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(Machine("<perf><event name='cmt' enabled='yes'/></perf>"), null, Caller.Daemon);
        var refusal = await Assert.ThrowsAsync<CallerException>(() => AskAsync(engine, view.Id, new StartRequest(Paused: true)));
        Assert.Equal(ErrorCodes.Domain.NotCounted, refusal.Code);
        Assert.Equal(DomainPhase.Off, engine.Domains.Get("one").State.Phase);

        await AskAsync(engine, view.Id, new SetPerfEventsRequest([new(PerfEventName.CacheOccupancy, false)], ChangeScope.Config));
        await AskAsync(engine, view.Id, new StartRequest(Paused: true));
        var version = engine.Domains.Get("one").Version;
        await Assert.ThrowsAsync<CallerException>(() =>
            AskAsync(engine, view.Id, new SetPerfEventsRequest([new(PerfEventName.LocalMemoryBandwidth, true)], ChangeScope.Live | ChangeScope.Config)));
        Assert.Equal(version, engine.Domains.Get("one").Version);
    }

    [Fact]
    public void A_guests_memory_is_known_once_it_has_told()
    {
        var figures = new Figures().Add("balloon.current", 1024).Add("balloon.last-update", 0);
        Assert.Null(GuestMemoryFigures.Of(figures));
        var told = GuestMemoryFigures.Of(figures.Add("balloon.last-update", 60).Add("balloon.unused", 7).Add("balloon.major_fault", 3))!;
        Assert.Equal((DateTimeOffset.UnixEpoch.AddMinutes(1), 7, 3, null), (told.At, told.UnusedKiB, told.MajorFaults, told.UsableKiB));
    }

    [Theory]
    [InlineData("a (7, #threads: 1)\nwait_sum   :   12.500001\n", 12_500_001L)]
    [InlineData("se.statistics.wait_sum : 3.0\n", 3_000_000L)]
    [InlineData("nr_switches : 3\n", null)]
    public void What_a_thread_waited_is_told_where_the_kernel_keeps_it(string sched, long? nanoseconds) =>
        Assert.Equal(nanoseconds, ProcessFigures.WaitNanoseconds(sched));
}
