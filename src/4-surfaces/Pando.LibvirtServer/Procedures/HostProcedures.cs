using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;

namespace Pando.LibvirtServer.Procedures;

/// <summary>The host that machines run on (libvirt's <c>virNode…</c>).</summary>
internal sealed class HostProcedures(LibvirtServices services)
{
    private const int AllProcessors = -1;
    private const int AllCells = -1;
    private const ulong BytesOfKiB = 1024;

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.NodeGetInfo, async (call, _) => await InfoAsync(call));
        table.Add(RemoteProgram.NodeGetFreeMemory, (_, _) => new NodeGetFreeMemoryRet((ulong)services.Host.Usage().Memory.FreeKiB * BytesOfKiB));
        table.Add(RemoteProgram.NodeGetCellsFreeMemory, (_, arguments) => Cells(arguments));
        table.Add(RemoteProgram.NodeGetMemoryStats, (_, arguments) => Memory(arguments));
        table.Add(RemoteProgram.NodeGetCpuStats, (_, arguments) => Processor(arguments));
        table.Add(RemoteProgram.NodeGetCpuMap, (_, arguments) => Map(arguments));
        // Labels are each machine's own: the host has no single model.
        table.Add(RemoteProgram.NodeGetSecurityModel, static (_, _) => new NodeGetSecurityModelRet("none", "0"));
    }

    private async ValueTask<NodeGetInfoRet> InfoAsync(Call call)
    {
        var node = await services.Host.NodeAsync(call.Cancellation);
        var processors = node.Processors;
        return new NodeGetInfoRet(
            node.Architecture, (ulong)node.MemoryTotalKiB, processors.Online, (int)(processors.MHz ?? 0), Math.Max(1, processors.NumaNodes ?? 1),
            processors.Sockets ?? processors.Online, processors.CoresPerSocket ?? 1, processors.ThreadsPerCore ?? 1);
    }

    private NodeGetCellsFreeMemoryRet Cells(NodeGetCellsFreeMemoryArgs arguments)
    {
        var cells = services.Host.Usage().Nodes.Where(node => node.Number >= arguments.StartCell).Take(Math.Max(0, arguments.Maxcells));
        return new NodeGetCellsFreeMemoryRet([.. cells.Select(cell => (ulong)cell.FreeKiB * BytesOfKiB)]);
    }

    private NodeGetMemoryStatsRet Memory(NodeGetMemoryStatsArgs arguments)
    {
        var usage = services.Host.Usage();
        NodeGetMemoryStats[] figures;
        if (arguments.CellNum == AllCells)
        {
            var memory = usage.Memory;
            figures = [new("total", (ulong)memory.TotalKiB), new("free", (ulong)memory.FreeKiB), new("buffers", (ulong)memory.BuffersKiB), new("cached", (ulong)memory.CachedKiB)];
        }
        else
        {
            var cell = usage.Nodes.FirstOrDefault(node => node.Number == arguments.CellNum)
                ?? throw LibvirtRefusal.InvalidArgument($"cellNum in virNodeGetMemoryStats must be less than or equal to {usage.Nodes.Count - 1}");
            figures = [new("total", (ulong)cell.TotalKiB), new("free", (ulong)cell.FreeKiB)];
        }
        return new NodeGetMemoryStatsRet(Wanted(figures, arguments.Nparams), figures.Length);
    }

    private NodeGetCpuStatsRet Processor(NodeGetCpuStatsArgs arguments)
    {
        var usage = services.Host.Usage();
        var times = arguments.CpuNum == AllProcessors ? usage.Total : usage.Processors.FirstOrDefault(one => one.Number == arguments.CpuNum)?.Times;
        if (times is null)
        {
            throw LibvirtRefusal.InvalidArgument($"Invalid cpuNum in virNodeGetCPUStats: {arguments.CpuNum}");
        }
        NodeGetCpuStats[] figures =
        [
            new("kernel", Nanoseconds(times.System)), new("user", Nanoseconds(times.User)), new("idle", Nanoseconds(times.Idle)), new("iowait", Nanoseconds(times.IoWait)),
        ];
        return new NodeGetCpuStatsRet(Wanted(figures, arguments.Nparams), figures.Length);
    }

    private NodeGetCpuMapRet Map(NodeGetCpuMapArgs arguments)
    {
        var processors = services.Host.Usage().Processors;
        var count = processors.Count == 0 ? 0 : processors.Max(one => one.Number) + 1;
        var map = new byte[(count + 7) / 8];
        foreach (var one in processors.Where(one => one.Online))
        {
            map[one.Number / 8] |= (byte)(1 << (one.Number % 8));
        }
        return new NodeGetCpuMapRet(arguments.NeedMap != 0 ? map : [], (uint)processors.Count(one => one.Online), count);
    }

    /// <summary>A client first asks how many there are, and then for that many.</summary>
    private static IReadOnlyList<T> Wanted<T>(T[] figures, int wanted) => wanted == 0 ? [] : figures;

    private static ulong Nanoseconds(TimeSpan time) => (ulong)time.Ticks * (ulong)TimeSpan.NanosecondsPerTick;
}
