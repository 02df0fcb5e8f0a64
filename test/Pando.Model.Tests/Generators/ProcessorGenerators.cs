using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>Processors: what the guest sees of them, the threads that run them and the threads for I/O.</summary>
internal static class ProcessorGenerators
{
    public static Gen<CpuDefinition> Cpu(CpuTopology? topology, int vcpus) =>
        from mode in MaybeAny<CpuMode>()
        from name in Word("ABab09.-_")
        let model = mode == CpuMode.Custom ? name : null
        let passed = mode is CpuMode.HostPassthrough or CpuMode.Maximum
        from cpu in Gen.Constant(new CpuDefinition { Mode = mode, Topology = topology, Model = model })
            .With(MaybeAny<CpuMatch>(), (d, v) => d with { Match = v })
            .With(MaybeAny<CpuCheck>(), (d, v) => d with { Check = v })
            .With(MaybeBool, (d, v) => d with { Migratable = passed ? v : null })
            .With(MaybeAny<CpuFallback>(), (d, v) => d with { Fallback = mode is null ? null : v })
            .With(Gen.Elements<string?>("Intel", "AMD", null), (d, v) => d with { Vendor = model is null ? null : v })
            .With(Gen.Elements<string?>("GenuineIntel", "<&'a b c d\">", null), (d, v) => d with { VendorId = mode is null ? null : v })
            .With(Several(3, n => from policy in MaybeAny<CpuFeaturePolicy>() select new CpuFeature($"f{n}", policy)), (d, v) => d with { Features = mode is null ? [] : v })
            .With(Maybe(Gen.Elements(new CpuCache(3, CpuCacheMode.Emulate), new CpuCache(null, CpuCacheMode.Disable), new CpuCache(null, CpuCacheMode.Passthrough))), (d, v) => d with { Cache = v?.Mode == CpuCacheMode.Passthrough && !passed ? null : v })
            .With(Maybe(from bits in MaybeNumber(32, 52) select new MaxPhysicalAddress(bits is null ? MaxPhysicalAddressMode.Passthrough : MaxPhysicalAddressMode.Emulate, bits)), (d, v) => d with { MaxPhysicalAddress = v })
            .With(Maybe(Numa(vcpus)), (d, v) => d with { Numa = v })
        select cpu;

    /// <summary>Processors one by one and I/O threads, of a definition that has a number of processors.</summary>
    public static Gen<Func<DomainDefinition, DomainDefinition>> Threads =>
        from each in Bool
        from ordered in Bool
        from placement in Any<VcpuPlacement>()
        from cpus in Maybe(Numbers(12))
        from threads in Several(4, IoThread)
        from main in Maybe(from least in MaybeNumber(0, 8) from most in Gen.Choose(8, 64) select new DefaultIoThread(least, most))
        select (Func<DomainDefinition, DomainDefinition>)(definition => definition with
        {
            VcpuPlacement = placement,
            CpuSet = placement == VcpuPlacement.Auto ? null : cpus,
            VcpuStates = each ? States(definition, ordered) : [],
            IoThreads = threads,
            DefaultIoThread = main,
        });

    private static EquatableArray<VcpuState> States(DomainDefinition definition, bool ordered) =>
    [
        .. Enumerable.Range(0, definition.Vcpus).Select(id => new VcpuState(
            id, id < definition.VcpusCurrent, id > definition.VcpusCurrent / 2, ordered && id < definition.VcpusCurrent ? id + 1 : null)),
    ];

    private static Gen<IoThreadDefinition> IoThread(int number) =>
        from least in MaybeNumber(0, 8)
        from most in MaybeNumber(8, 64)
        from polling in Maybe(from longest in Gen.Choose(0, 1 << 20) from grow in MaybeLong(0, 9) from shrink in MaybeLong(0, 9) select new IoThreadPolling(longest, grow, shrink))
        select new IoThreadDefinition((number * 2) + 1) { ThreadPoolMin = least, ThreadPoolMax = most, Polling = polling };

    private static Gen<GuestNuma> Numa(int vcpus) =>
        from count in Gen.Choose(1, 4)
        from cells in Gen.CollectToList(Enumerable.Range(0, count), id => Cell(id, count, vcpus))
        from interconnects in Several(3, n => Interconnect(n, cells))
        select new GuestNuma { Cells = [.. cells], Interconnects = interconnects.Items.OrderBy(one => one.Kind).ToEquatableArray() };

    private static Gen<NumaCell> Cell(int id, int count, int vcpus) =>
        from memory in Gen.Choose(0, 1 << 24)
        from cell in Gen.Constant(new NumaCell { Id = id, MemoryKiB = memory, Cpus = Cpus(id, count, vcpus) })
            .With(MaybeAny<MemoryAccess>(), (d, v) => d with { Access = v })
            .With(MaybeBool, (d, v) => d with { Discard = v })
            .With(Several(count, n => from value in Gen.Choose(11, 255) select new NumaDistance(n, n == id ? NumaDistance.Local : value)), (d, v) => d with { Distances = v })
            .With(Several(2, n => from how in Any<NumaCacheAssociativity>() from policy in Any<NumaCachePolicy>() from size in Gen.Choose(1, 1 << 20) select new NumaCache(n + 1, how, policy, size, 64)), (d, v) => d with { Caches = v })
        select cell;

    private static NumberSet? Cpus(int id, int count, int vcpus)
    {
        var own = Enumerable.Range(0, vcpus).Where(cpu => cpu % count == id).ToList();
        return own.Count == 0 ? null : NumberSet.Of(own);
    }

    private static Gen<NumaInterconnect> Interconnect(int number, List<NumaCell> cells) =>
        from kind in Any<NumaInterconnectKind>()
        from value in Gen.Choose(1, 1 << 20)
        select new NumaInterconnect(kind, 0, number % cells.Count, number == 0 && !cells[0].Caches.IsEmpty ? 1 : null, (NumaAccess)number, value);
}
