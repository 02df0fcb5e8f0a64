using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>What a guest's memory can grow to and what the host gives it from.</summary>
internal static class MemoryGenerators
{
    public static Gen<Func<DomainDefinition, DomainDefinition>> Memory =>
        from dump in MaybeBool
        from more in MaybeNumber(0, 1 << 24)
        from slots in Gen.Choose(1, 256)
        from backing in Backing
        select (Func<DomainDefinition, DomainDefinition>)(definition => definition with
        {
            DumpMemory = dump,
            MaxMemory = more is { } kib ? new MaxMemory(Math.Max(definition.MemoryKiB, definition.Cpu?.Numa?.MemoryKiB ?? 0) + kib, slots) : null,
            MemoryBacking = backing with { HugePages = Of(definition, backing.HugePages) },
        });

    private static Gen<MemoryBacking> Backing =>
        from huge in Maybe(Pages)
        from backing in Gen.Constant(new MemoryBacking { HugePages = huge })
            .With(Bool, (d, v) => d with { NoSharePages = v })
            .With(Bool, (d, v) => d with { Locked = v })
            .With(MaybeAny<MemorySource>(), (d, v) => d with { Source = huge is not null && v == MemorySource.Anonymous ? null : v })
            .With(MaybeAny<MemoryAccess>(), (d, v) => d with { Access = v })
            .With(MaybeAny<MemoryAllocation>(), (d, v) => d with { Allocation = huge is not null && v == MemoryAllocation.OnDemand ? null : v })
            .With(MaybeNumber(1, 64), (d, v) => d with { AllocationThreads = v })
            .With(Bool, (d, v) => d with { Discard = v })
        select backing;

    private static Gen<HugePages> Pages =>
        from size in Gen.Elements(2048L, 1048576L)
        from bare in Bool
        select new HugePages(bare ? [] : [new HugePage(size, null), new HugePage(4096, NumberSet.Of(0))]);

    // Sizes for single nodes are there only where there are nodes.
    private static HugePages? Of(DomainDefinition definition, HugePages? pages) =>
        pages is null || definition.Cpu?.Numa is not null ? pages : new HugePages(pages.Pages.RemoveAll(page => page.Nodes is not null));
}
