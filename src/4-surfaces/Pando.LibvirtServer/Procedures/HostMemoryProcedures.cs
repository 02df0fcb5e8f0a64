using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Host;

namespace Pando.LibvirtServer.Procedures;

/// <summary>The host's memory: free pages of each size, huge pages, the merging of equal pages.</summary>
internal sealed class HostMemoryProcedures(LibvirtServices services)
{
    private const string Scan = "shm_pages_to_scan";
    private const string Sleep = "shm_sleep_millisecs";
    private const string AcrossNodes = "shm_merge_across_nodes";
    private const uint TextOkay = (uint)VirTypedParameterFlags.StringOkay;

    private static readonly long SmallPageKiB = Environment.SystemPageSize / 1024;

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.NodeGetFreePages, (_, arguments) => Free(arguments));
        table.Add(RemoteProgram.NodeAllocPages, (_, arguments) => Allocate(arguments));
        table.Add(RemoteProgram.NodeGetMemoryParameters, (_, arguments) => Merging(arguments));
        table.Add(RemoteProgram.NodeSetMemoryParameters, (_, arguments) => Change(arguments));
    }

    /// <summary>The nodes from one on, so many; libvirt asks for them by their place.</summary>
    private static IEnumerable<int> Nodes(int start, uint count, IReadOnlyList<int> there) =>
        start < 0 || start >= there.Count
            ? throw LibvirtRefusal.Internal($"start cell {start} out of range (0-{there.Count - 1})")
            : there.Skip(start).Take((int)Math.Min(count, int.MaxValue));

    private NodeGetFreePagesRet Free(NodeGetFreePagesArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        var usage = services.Host.Usage();
        var pools = services.Memory.Read().HugePages.Items;
        var nodes = Nodes(arguments.StartCell, arguments.CellCount, [.. usage.Nodes.Select(node => node.Number)]);
        return new NodeGetFreePagesRet([.. nodes.SelectMany(node => arguments.Pages.Select(size => (ulong)Count(node, size)))]);

        long Count(int node, uint sizeKiB) => sizeKiB == SmallPageKiB
            ? usage.Nodes.Single(one => one.Number == node).FreeKiB / SmallPageKiB
            : Pools(pools, node, sizeKiB)[0].Free;
    }

    private NodeAllocPagesRet Allocate(NodeAllocPagesArgs arguments)
    {
        const uint set = (uint)VirNodeAllocPagesFlags.Set;
        LibvirtRefusal.UnlessFlags(arguments.Flags, set);
        if (arguments.PageSizes.Count != arguments.PageCounts.Count)
        {
            throw LibvirtRefusal.InvalidArgument("as many page counts as page sizes");
        }
        // A start of -1: the host as a whole, for the kernel to spread.
        var nodes = arguments.StartCell == -1
            ? [null]
            : Nodes(arguments.StartCell, arguments.CellCount, [.. services.Host.Usage().Nodes.Select(node => node.Number)]).Select(static node => (int?)node).ToList();
        var made = 0;
        foreach (var (node, (size, count)) in nodes.SelectMany(node => arguments.PageSizes.Zip(arguments.PageCounts).Select(pages => (node, pages))))
        {
            var before = Total(services.Memory.Read(), node, size);
            var asked = (long)Math.Min(count, int.MaxValue);
            var wanted = Math.Min((arguments.Flags & set) != 0 ? asked : asked + before, int.MaxValue);
            made += (int)Math.Abs(Total(services.Memory.SetHugePages(node, size, wanted), node, size) - before);
        }
        return new NodeAllocPagesRet(made);
    }

    private static long Total(HostMemory memory, int? node, uint sizeKiB) => Pools(memory.HugePages.Items, node, sizeKiB).Sum(pool => pool.Total);

    /// <summary>Those of a size, of one node or of all; throws where there are none.</summary>
    private static IReadOnlyList<HugePagePool> Pools(IEnumerable<HugePagePool> pools, int? node, uint sizeKiB) =>
        pools.Where(pool => (node is null || pool.Node == node) && pool.PageKiB == sizeKiB).ToList() is { Count: > 0 } found
            ? found
            : throw new LibvirtRefusal(LibvirtErrorNumber.OperationFailed, LibvirtErrorDomain.None, $"page size {sizeKiB} is not available on node {node ?? -1}");

    private NodeGetMemoryParametersRet Merging(NodeGetMemoryParametersArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, TextOkay);
        IReadOnlyList<TypedParam> all = services.Memory.Read().MergedPages is not { } merged ? [] :
        [
            Parameters.Unsigned(Scan, merged.PagesToScan), Parameters.Unsigned(Sleep, merged.SleepMilliseconds),
            Parameters.UnsignedLong("shm_pages_shared", merged.PagesShared), Parameters.UnsignedLong("shm_pages_sharing", merged.PagesSharing),
            Parameters.UnsignedLong("shm_pages_unshared", merged.PagesUnshared), Parameters.UnsignedLong("shm_pages_volatile", merged.PagesVolatile),
            Parameters.UnsignedLong("shm_full_scans", merged.FullScans),
            .. merged.MergeAcrossNodes is { } across ? [Parameters.Unsigned(AcrossNodes, across ? 1 : 0)] : Array.Empty<TypedParam>(),
        ];
        return arguments.Nparams <= 0 ? new NodeGetMemoryParametersRet([], all.Count) : new NodeGetMemoryParametersRet(Parameters.Fit(all, arguments.Nparams), all.Count);
    }

    private Nothing Change(NodeSetMemoryParametersArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        services.Memory.Change(arguments.Params.Aggregate(new MergedPagesChange(), static (change, one) => one.Field switch
        {
            Scan => change with { PagesToScan = Parameters.SmallNumber(one) },
            Sleep => change with { SleepMilliseconds = Parameters.SmallNumber(one) },
            AcrossNodes => change with { MergeAcrossNodes = Parameters.Number(one) != 0 },
            _ => throw Parameters.Unknown(one),
        }));
        return Nothing.Value;
    }
}
