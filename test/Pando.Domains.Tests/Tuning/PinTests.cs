using Pando.Domains.Tests.Machines;
using Pando.Linux.Scheduling;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qmp;

namespace Pando.Domains.Tests.Tuning;

/// <summary>Threads of a running QEMU move to the processors that they are pinned to, and back; the definition keeps it where that is asked.</summary>
public sealed class PinTests : IAsyncLifetime
{
    private Engine _engine = null!;
    private DomainId _id;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _engine = await Engine.OpenAsync();
        var xml = Definitions.Empty("pinned").Replace("<vcpu>1</vcpu>", "<vcpu>2</vcpu><iothreads>1</iothreads>", StringComparison.Ordinal);
        _id = (await _engine.Domains.DefineAsync(xml, null, Caller.Daemon)).Id;
        await _engine.Domains.Request(_id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Threads_move_while_the_machine_runs()
    {
        var online = HostThreads.Online();
        var events = _engine.Events.SubscribeAsync(null, Ct).GetAsyncEnumerator(Ct);
        var told = events.MoveNextAsync();
        await TuneAsync(
            new ResourceChange { VcpuPins = [new PinChange(1, NumberSet.Of(0))], IoThreadPins = [new PinChange(1, NumberSet.Of(0))], EmulatorPin = new PinChange(0, NumberSet.Of(0)) },
            ChangeScope.Live | ChangeScope.Config);

        var guest = _engine.Domains.Driver(_id).Guest!;
        var cpus = await guest.ExecuteAsync(new QueryCpusFast(), null, Ct);
        var worker = Assert.Single(await guest.ExecuteAsync(new QueryIothreads(), null, Ct)).ThreadId;
        Assert.Equal(["0", "0", "0"], [Allowed(Thread(cpus, 1)), Allowed(worker), Allowed(guest.Process.Pid)]);
        Assert.Equal(online, Allowed(Thread(cpus, 0)));

        var report = await _engine.Domains.Statistics.ThreadsAsync(_id, Ct);
        Assert.Equal([online, "0"], report.Vcpus.Select(vcpu => vcpu.Allowed!.ToString()));
        Assert.Equal((1, "0"), (Assert.Single(report.IoThreads).Number, report.IoThreads[0].Allowed!.ToString()));
        Assert.Equal("0", report.Emulator!.ToString());
        Assert.All(report.Vcpus, vcpu => Assert.NotNull(vcpu.Processor));

        var view = _engine.Domains.Get("pinned");
        foreach (var definition in new[] { view.Live!.Definition, view.Asked! })
        {
            Assert.Equal([new ThreadPin(1, NumberSet.Of(0))], definition.CpuTuning.VcpuPins);
            Assert.Equal(NumberSet.Of(0), definition.CpuTuning.EmulatorPin);
        }
        while (await told.AsTask().WaitAsync(Engine.Limit, Ct) && events.Current.Type != "machine.tunable")
        {
            told = events.MoveNextAsync();
        }
        Assert.Equal(("0", "0"), (events.Current.Data["cputune.vcpupin1"], events.Current.Data["cputune.emulatorpin"]));

        await TuneAsync(new ResourceChange { VcpuPins = [new PinChange(1, null)], EmulatorPin = new PinChange(0, null) }, ChangeScope.Live);
        Assert.Equal([online, online], [Allowed(Thread(cpus, 1)), Allowed(guest.Process.Pid)]);
        Assert.Empty(_engine.Domains.Get("pinned").Live!.Definition.CpuTuning.VcpuPins);
        Assert.Single(_engine.Domains.Get("pinned").Asked!.CpuTuning.VcpuPins);
    }

    [Theory]
    [InlineData(ChangeScope.Live)]
    [InlineData(ChangeScope.Config)]
    public async Task A_processor_that_is_not_there_is_refused_and_nothing_is_changed(ChangeScope scope)
    {
        var refusal = await Assert.ThrowsAsync<CallerException>(() => TuneAsync(new ResourceChange { VcpuPins = [new PinChange(0, NumberSet.Of(0, 9000))] }, scope));
        Assert.Equal(ErrorCodes.Domain.NoSuchProcessor, refusal.Code);
        var view = _engine.Domains.Get("pinned");
        Assert.Empty(view.Live!.Definition.CpuTuning.VcpuPins);
        Assert.Empty(view.Asked!.CpuTuning.VcpuPins);
        Assert.Equal(1, view.Version);
    }

    [Fact]
    public async Task A_virtual_processor_that_is_not_there_is_refused() =>
        await Assert.ThrowsAsync<CallerException>(() => TuneAsync(new ResourceChange { VcpuPins = [new PinChange(7, NumberSet.Of(0))] }, ChangeScope.Live));

    private Task<DomainView> TuneAsync(ResourceChange change, ChangeScope scope) =>
        _engine.Domains.Request(_id, new TuneRequest(change, scope), Caller.Daemon).Completion.WaitAsync(Engine.Limit, Ct);

    private static int Thread(IReadOnlyList<CpuInfo> cpus, int index) => cpus.Single(cpu => cpu.CpuIndex == index).ThreadId;

    private static string Allowed(int thread) => HostThreads.Allowed(thread)!;
}
