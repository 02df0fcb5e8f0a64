using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>What a machine gets of the host's processors, memory and disks.</summary>
internal static class TuningGenerators
{
    public static Gen<Func<DomainDefinition, DomainDefinition>> Tuning =>
        from cpu in Cpu
        from memory in Memory
        from disks in Disks
        from mode in Any<NumaMode>()
        from nodes in Maybe(Numbers(4))
        from any in Bool
        from cells in Bool
        from resource in Maybe(from path in FilePath from id in Maybe(Word("az AZ09_~!")) select new ResourcePartition { Path = path, FibreChannelAppId = id })
        select (Func<DomainDefinition, DomainDefinition>)(definition => definition with
        {
            CpuTuning = Of(definition, cpu),
            MemoryTuning = memory,
            BlockIoTuning = disks,
            NumaTuning = new NumaTuning
            {
                Memory = any ? new NumaPolicy(mode, nodes) : null,
                Cells = definition.Cpu?.Numa is { } numa && cells && !(any && nodes is null)
                    ? numa.Cells.Items.Select(cell => new NumaCellPolicy(cell.Id, mode, NumberSet.Of(cell.Id))).ToEquatableArray()
                    : [],
            },
            Resource = resource,
        });

    private static Gen<CpuTuning> Cpu =>
        Gen.Constant(new CpuTuning())
            .With(MaybeLong(2, 262_144), (d, v) => d with { Shares = v })
            .With(Bandwidth, (d, v) => d with { Vcpus = v, Global = v })
            .With(Bandwidth, (d, v) => d with { Emulator = v })
            .With(Bandwidth, (d, v) => d with { IoThreads = v })
            .With(Maybe(Numbers(8)), (d, v) => d with { EmulatorPin = v })
            .With(Maybe(Scheduling), (d, v) => d with { EmulatorScheduling = v })
            .With(Several(4, n => Numbers(8).Select(cpus => new ThreadPin(n, cpus))), (d, v) => d with { VcpuPins = v })
            .With(Several(4, n => Scheduling.Select(how => new NumberedScheduling(n, how))), (d, v) => d with { VcpuScheduling = v })
            .With(from kind in Any<CacheKind>() from size in Gen.Choose(1, 1 << 30) select new CacheTuning(NumberSet.Of(0), "vcpus_0", [new CachePart(0, 3, kind, size)], [new CacheMonitor(3, NumberSet.Of(0))]), (d, v) => d with { Caches = [v] })
            .With(Gen.Choose(1, 100), (d, v) => d with { MemoryBandwidths = [new MemoryBandwidthTuning(NumberSet.Of(0), [new NodeBandwidth(0, v)], [NumberSet.Of(0)])] });

    private static Gen<CpuBandwidth> Bandwidth =>
        from period in MaybeLong(1000, 1_000_000)
        from quota in MaybeLong(1000, int.MaxValue)
        from unlimited in Bool
        select new CpuBandwidth(period, unlimited ? -1 : quota);

    private static Gen<ThreadScheduling> Scheduling =>
        from policy in Any<SchedulerPolicy>()
        from priority in Gen.Choose(1, 99)
        select new ThreadScheduling(policy, policy is SchedulerPolicy.Fifo or SchedulerPolicy.RoundRobin ? priority : null);

    private static Gen<MemoryTuning> Memory =>
        Gen.Constant(new MemoryTuning())
            .With(MaybeLong(0, int.MaxValue), (d, v) => d with { HardLimitKiB = v })
            .With(MaybeLong(0, int.MaxValue), (d, v) => d with { SoftLimitKiB = v })
            .With(MaybeLong(0, int.MaxValue), (d, v) => d with { SwapHardLimitKiB = v });

    private static Gen<BlockIoTuning> Disks =>
        from weight in MaybeNumber(100, 1000)
        from devices in Several(3, n => Gen.Constant(new BlockIoDeviceTuning { Path = $"/dev/sd{(char)('a' + n)}", Weight = 100 + n })
            .With(MaybeLong(1, int.MaxValue), (d, v) => d with { ReadsPerSecond = v })
            .With(MaybeLong(1, int.MaxValue), (d, v) => d with { WritesPerSecond = v })
            .With(MaybeLong(1, int.MaxValue), (d, v) => d with { ReadBytesPerSecond = v })
            .With(MaybeLong(1, int.MaxValue), (d, v) => d with { WriteBytesPerSecond = v }))
        select new BlockIoTuning { Weight = weight, Devices = devices };

    // Of threads that the machine has; parts of caches only where the processor itself runs it.
    private static CpuTuning Of(DomainDefinition definition, CpuTuning tuning) => tuning with
    {
        VcpuPins = tuning.VcpuPins.RemoveAll(pin => pin.Thread >= definition.Vcpus),
        VcpuScheduling = tuning.VcpuScheduling.RemoveAll(vcpu => vcpu.Thread >= definition.Vcpus),
        IoThreadPins = definition.IoThreads.Items.Select(thread => new ThreadPin(thread.Id, NumberSet.Of(thread.Id))).ToEquatableArray(),
        IoThreadScheduling = definition.IoThreads.Items.Select(thread => new NumberedScheduling(thread.Id, new ThreadScheduling(SchedulerPolicy.Batch))).ToEquatableArray(),
        Caches = definition.Type == DomainType.Kvm ? tuning.Caches : [],
        MemoryBandwidths = definition.Type == DomainType.Kvm ? tuning.MemoryBandwidths : [],
    };
}
