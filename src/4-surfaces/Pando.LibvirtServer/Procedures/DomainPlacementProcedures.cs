using Pando.Domains;
using Pando.Domains.Statistics;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model;
using Pando.Model.Domains;

namespace Pando.LibvirtServer.Procedures;

/// <summary>Which of the host's processors a machine's threads run on, and which threads there are.</summary>
internal sealed class DomainPlacementProcedures(LibvirtServices services, DomainLookup lookup)
{
    private const int AllProcessors = -1;

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.DomainPinVcpu, (call, arguments) =>
            PinAsync(call, arguments.Dom, arguments.Vcpu, arguments.Cpumap, (uint)VirDomainModificationImpact.Live));
        table.Add(RemoteProgram.DomainPinVcpuFlags, (call, arguments) => PinAsync(call, arguments.Dom, arguments.Vcpu, arguments.Cpumap, arguments.Flags));
        table.Add(RemoteProgram.DomainGetVcpuPinInfo, (call, arguments) => VcpuPins(arguments));
        table.Add(RemoteProgram.DomainPinEmulator, (call, arguments) =>
            TuneAsync(call, arguments.Dom, new ResourceChange { EmulatorPin = new PinChange(0, Cpus(arguments.Cpumap)) }, arguments.Flags));
        table.Add(RemoteProgram.DomainGetEmulatorPinInfo, (_, arguments) => EmulatorPin(arguments));
        table.Add(RemoteProgram.DomainGetIothreadInfo, async (call, arguments) => await IoThreadsAsync(call, arguments));
        table.Add(RemoteProgram.DomainPinIothread, (call, arguments) =>
            TuneAsync(call, arguments.Dom, new ResourceChange { IoThreadPins = [new PinChange(Number(arguments.IothreadsId), Cpus(arguments.Cpumap))] }, arguments.Flags));
        table.Add(RemoteProgram.DomainAddIothread, (call, arguments) =>
            lookup.AskAsync(call, arguments.Dom, new AddIoThreadRequest(new IoThreadDefinition(Number(arguments.IothreadId)), Impact.Of(arguments.Flags))));
        table.Add(RemoteProgram.DomainDelIothread, (call, arguments) =>
            lookup.AskAsync(call, arguments.Dom, new RemoveIoThreadRequest(Number(arguments.IothreadId), Impact.Of(arguments.Flags))));
        table.Add(RemoteProgram.DomainSetIothreadParams, (call, arguments) => lookup.AskAsync(
            call, arguments.Dom,
            new SetIoThreadRequest(arguments.Params.Aggregate(new IoThreadDefinition(Number(arguments.IothreadId)), WithThread), Impact.Of(arguments.Flags))));
        table.Add(RemoteProgram.DomainSetVcpu, (call, arguments) => lookup.AskAsync(
            call, arguments.Dom, new SwitchVcpusRequest(Vcpus(arguments.Cpumap), arguments.State != 0, Impact.Of(arguments.Flags))));
        table.Add(RemoteProgram.DomainGetCpuStats, async (call, arguments) => await FiguresAsync(call, arguments));
    }

    /// <summary>A set of virtual processors as people write it.</summary>
    internal static NumberSet Vcpus(string text) =>
        NumberSet.TryParse(text, ushort.MaxValue) is { IsEmpty: false } numbers ? numbers : throw LibvirtRefusal.InvalidArgument($"failed to parse vcpu map '{text}'");

    private static int Number(uint number) => number <= int.MaxValue ? (int)number : throw LibvirtRefusal.InvalidArgument($"number {number} is out of range");

    private static NumberSet Cpus(ReadOnlyMemory<byte> map) =>
        ProcessorMap.Read(map) is { IsEmpty: false } cpus ? cpus : throw LibvirtRefusal.InvalidArgument("Empty cpu list for pinning");

    private ValueTask<Nothing> PinAsync(Call call, RemoteDomain domain, uint vcpu, ReadOnlyMemory<byte> map, uint flags)
    {
        var view = lookup.Get(domain);
        var (count, which) = Impact.Of(flags).HasFlag(ChangeScope.Config) && view.Asked is { } asked ? (asked.Vcpus, "persistent") : (view.Definition.Vcpus, "live");
        return vcpu < count
            ? TuneAsync(call, domain, new ResourceChange { VcpuPins = [new PinChange(Number(vcpu), Cpus(map))] }, flags)
            : throw LibvirtRefusal.InvalidArgument($"vcpu {vcpu} is out of range of {which} cpu count {count}");
    }

    private static NumberSet? AskedOf(DomainDefinition definition, EquatableArray<ThreadPin> pins, int number) =>
        pins.Items.FirstOrDefault(pin => pin.Thread == number)?.Cpus ?? definition.CpuSet;

    private static IoThreadDefinition WithThread(IoThreadDefinition thread, TypedParam one)
    {
        var polling = thread.Polling ?? new IoThreadPolling(null);
        return one.Field switch
        {
            "poll_max_ns" => thread with { Polling = polling with { MaxNanoseconds = Parameters.Number(one) } },
            "poll_grow" => thread with { Polling = polling with { Grow = Parameters.Number(one) } },
            "poll_shrink" => thread with { Polling = polling with { Shrink = Parameters.Number(one) } },
            "thread_pool_min" => thread with { ThreadPoolMin = Parameters.SmallNumber(one) },
            "thread_pool_max" => thread with { ThreadPoolMax = Parameters.SmallNumber(one) },
            _ => throw Parameters.Unknown(one),
        };
    }

    private int HostProcessors() => services.Host.Usage().Processors.Select(one => one.Number + 1).DefaultIfEmpty(0).Max();

    private DomainGetVcpuPinInfoRet VcpuPins(DomainGetVcpuPinInfoArgs arguments)
    {
        var definition = Impact.Meant(lookup.Get(arguments.Dom), arguments.Flags).Definition;
        var count = Math.Clamp(arguments.Ncpumaps, 0, definition.Vcpus);
        var pins = Enumerable.Range(0, count).Select(number => AskedOf(definition, definition.CpuTuning.VcpuPins, number)).ToList();
        return new DomainGetVcpuPinInfoRet(ProcessorMap.Write(pins, arguments.Maplen, HostProcessors()), count);
    }

    private DomainGetEmulatorPinInfoRet EmulatorPin(DomainGetEmulatorPinInfoArgs arguments)
    {
        var definition = Impact.Meant(lookup.Get(arguments.Dom), arguments.Flags).Definition;
        return new DomainGetEmulatorPinInfoRet(ProcessorMap.Write([definition.CpuTuning.EmulatorPin ?? definition.CpuSet], arguments.Maplen, HostProcessors()), 1);
    }

    private async ValueTask<DomainGetIothreadInfoRet> IoThreadsAsync(Call call, DomainGetIothreadInfoArgs arguments)
    {
        var (definition, runs) = Impact.Meant(lookup.Get(arguments.Dom), arguments.Flags);
        var host = HostProcessors();
        IReadOnlyList<(int Number, NumberSet? Cpus)> threads = runs
            ? [.. (await services.Statistics.ThreadsAsync(definition.Id, call.Cancellation)).IoThreads.Select(thread => (thread.Number, thread.Allowed))]
            : [.. definition.IoThreads.Items.Select(thread => (thread.Id, AskedOf(definition, definition.CpuTuning.IoThreadPins, thread.Id)))];
        return new DomainGetIothreadInfoRet(
            [.. threads.Select(thread => new DomainIothreadInfo((uint)thread.Number, ProcessorMap.Write([thread.Cpus], ProcessorMap.BytesFor(host), host)))],
            (uint)threads.Count);
    }

    /// <summary>The kernel counts a machine's time as a whole: how much of it was on which processor is not known.</summary>
    private async ValueTask<DomainGetCpuStatsRet> FiguresAsync(Call call, DomainGetCpuStatsArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirTypedParameterFlags.StringOkay);
        var view = Impact.RequireRunning(lookup.Get(arguments.Dom));
        if (arguments.StartCpu != AllProcessors)
        {
            throw LibvirtRefusal.Unsupported("processor time for each of the host's processors");
        }
        var numbers = Read();
        if (numbers.Count == 0)
        {
            // Started a moment ago: nobody has looked yet.
            await services.Statistics.RefreshAsync([view.Id], call.Cancellation);
            numbers = Read();
        }
        IReadOnlyList<TypedParam> all =
        [
            .. new (string Name, string Figure)[] { ("cpu_time", "cpu.time"), ("user_time", "cpu.user"), ("system_time", "cpu.system") }
                .Where(one => numbers.ContainsKey(one.Figure)).Select(one => Parameters.UnsignedLong(one.Name, numbers[one.Figure])),
        ];
        return arguments.Nparams == 0 ? new DomainGetCpuStatsRet([], all.Count) : new DomainGetCpuStatsRet(Parameters.Fit(all, arguments.Nparams), all.Count);

        IReadOnlyDictionary<string, long> Read() => services.Statistics.Read([view.Id], [StatisticsGroup.Cpu]).Single().Numbers;
    }

    private ValueTask<Nothing> TuneAsync(Call call, RemoteDomain domain, ResourceChange change, uint flags) =>
        lookup.AskAsync(call, domain, new TuneRequest(change, Impact.Of(flags)));
}
