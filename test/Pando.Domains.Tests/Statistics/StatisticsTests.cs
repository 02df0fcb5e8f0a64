using Pando.Domains.Statistics;
using Pando.Domains.Tests.Machines;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.Tests.Statistics;

/// <summary>Figures of QEMU processes without guests: real ones, and one that hangs.</summary>
public class StatisticsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Times_of_a_process_are_found_behind_a_name_that_holds_anything() =>
        Assert.Equal((50_000_000, 30_000_000), ProcessFigures.Times("7 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 5 3 0 0 20 0 1 0 99"));

    [Fact]
    public void Resident_memory_is_found_in_status() => Assert.Equal(1234, ProcessFigures.ResidentKiB("Name:\tx\nVmRSS:\t    1234 kB\nThreads:\t1\n"));

    [Fact]
    public async Task A_running_machine_has_figures_of_every_group()
    {
        await using var engine = await Engine.OpenAsync();
        var disk = Path.Combine(engine.Paths.DefaultPool, "one.img");
        await File.WriteAllBytesAsync(disk, new byte[1 << 20], Ct);
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one", Definitions.Disk(disk, format: "raw")), null, Caller.Daemon);
        Assert.Equal(5, engine.Domains.Statistics.Read(null, []).Single().Numbers["state.state"]);
        await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit, Ct);
        await engine.Domains.Statistics.RefreshAsync([view.Id], Ct);

        var told = engine.Domains.Statistics.Read([view.Id], []).Single();
        Assert.NotNull(told.At);
        Assert.NotNull(told.QemuAt);
        Assert.Equal((1L, 1L, 1L), (told.Numbers["state.state"], told.Numbers["vcpu.current"], told.Numbers["block.count"]));
        Assert.True(told.Numbers["cpu.time"] > 0 && told.Numbers["balloon.rss"] > 0 && told.Numbers.ContainsKey("vcpu.0.time"));
        Assert.Equal(("vda", 1L << 20), (told.Words["block.0.name"], told.Numbers["block.0.capacity"]));
        Assert.Equal(64 * 1024, told.Numbers["balloon.current"]);
        Assert.True(told.Numbers.ContainsKey("block.0.rd.bytes"));

        var some = engine.Domains.Statistics.Read(null, [StatisticsGroup.Cpu]).Single();
        Assert.Equal(["cpu.system", "cpu.time", "cpu.user"], some.Numbers.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(some.Words);
    }

    [Fact]
    public async Task A_machine_that_is_off_cannot_be_measured()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon);
        var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.Domains.Statistics.MeasureDirtyRateAsync(view.Id, 1, null, Ct));
        Assert.Equal(ErrorCodes.Domain.NotRunning, refusal.Code);
    }
}
