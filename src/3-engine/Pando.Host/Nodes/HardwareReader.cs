using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pando.Host.Files;
using Pando.Host.Processors;
using Pando.Model;
using Pando.Model.Host;

namespace Pando.Host.Nodes;

/// <summary>Reads what a host is made of, from /sys and the processor itself.</summary>
internal static class HardwareReader
{
    private const string Cpus = "/sys/devices/system/cpu";
    private const string Nodes = "/sys/devices/system/node";
    private const string HugePages = "hugepages-";

    // The page of x86 and of every kernel that Pando runs on.
    private const long BasePageKiB = 4;

    public static HostHardware Read(HostFiles files, Func<uint, uint, CpuidRegisters>? cpuid, IReadOnlyList<HostSecurityModel> security)
    {
        IReadOnlyList<HostCell> cells = Cells(files);
        return new HostHardware
        {
            Uuid = Identity(files),
            Architecture = NodeReader.Architecture,
            Processor = cpuid is null ? null : ProcessorIdentityReader.Read(cpuid, files),
            Arrangement = Arrangement(cells),
            PageSizesKiB = [BasePageKiB, .. HugeSizes(files, "/sys/kernel/mm/hugepages")],
            Iommu = files.Names("/sys/kernel/iommu_groups").Count > 0,
            Cells = [.. cells],
            Caches = [.. CacheReader.Read(files, cells.SelectMany(static cell => cell.Threads.Items).Select(static thread => thread.Number))],
            SecurityModels = [.. security],
        };
    }

    /// <summary>The firmware's identity, unless its maker left it empty; else one that follows from the system's (machine-id(5)), which itself stays secret.</summary>
    private static Guid Identity(HostFiles files)
    {
        if (Guid.TryParse(files.Text("/sys/class/dmi/id/product_uuid"), out var told) && told.ToByteArray().Distinct().Skip(1).Any())
        {
            return told;
        }
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes("pando host " + (files.Text("/etc/machine-id") ?? Environment.MachineName)));
        // A name-based one of our own making (RFC 9562, version 8).
        digest[6] = (byte)((digest[6] & 0x0f) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3f) | 0x80);
        return new Guid(digest.AsSpan(0, 16), bigEndian: true);
    }

    private static HostCell[] Cells(HostFiles files)
    {
        var topology = TopologyReader.Read(files);
        int[] numbers = [.. topology.Nodes.Items.Select(static node => node.Number)];
        return [.. topology.Nodes.Items.Select(node => new HostCell
        {
            Number = node.Number,
            MemoryKiB = node.MemoryKiB,
            Pages = [.. Pages(files, node)],
            Distances = [.. node.Distances.Items.Zip(numbers, static (distance, number) => new HostDistance(number, distance))],
            Threads = [.. node.Processors.Items.Select(processor => Thread(files, processor))],
        })];
    }

    private static IEnumerable<HostPages> Pages(HostFiles files, HostNumaNode node)
    {
        var own = string.Create(CultureInfo.InvariantCulture, $"{Nodes}/node{node.Number}/hugepages");
        // A kernel without NUMA has them all in one place.
        var folder = files.Exists(own) ? own : "/sys/kernel/mm/hugepages";
        HostPages[] huge = [.. HugeSizes(files, folder).Select(size =>
            new HostPages(size, files.Number(string.Create(CultureInfo.InvariantCulture, $"{folder}/{HugePages}{size}kB/nr_hugepages")) ?? 0))];
        var rest = node.MemoryKiB - huge.Sum(static pages => pages.SizeKiB * pages.Count);
        return [new HostPages(BasePageKiB, Math.Max(0, rest) / BasePageKiB), .. huge];
    }

    private static IEnumerable<long> HugeSizes(HostFiles files, string folder) => files.Names(folder)
        .Where(static name => name.StartsWith(HugePages, StringComparison.Ordinal) && name.EndsWith("kB", StringComparison.Ordinal))
        .Select(static name => long.TryParse(name.AsSpan(HugePages.Length, name.Length - HugePages.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0)
        .Where(static size => size > 0)
        .Order();

    private static HostThread Thread(HostFiles files, HostProcessor processor)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"{Cpus}/cpu{processor.Number}/topology");
        return new HostThread(
            processor.Number,
            processor.Socket,
            // -1 where the kernel knows of no dies.
            (int)Math.Max(0, files.Number($"{folder}/die_id") ?? 0),
            processor.Core,
            files.Text($"{folder}/thread_siblings_list") is { Length: > 0 } list ? list : processor.Number.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Told only where every socket, die and core is like the others.</summary>
    private static ProcessorArrangement? Arrangement(IReadOnlyList<HostCell> cells)
    {
        HostThread[] threads = [.. cells.SelectMany(static cell => cell.Threads.Items)];
        if (threads.Length == 0)
        {
            return null;
        }
        var socketsOfCell = cells.Where(static cell => !cell.Threads.IsEmpty).Max(static cell => cell.Threads.Items.Select(static thread => thread.Socket).Distinct().Count());
        var sockets = threads.Select(static thread => thread.Socket).Distinct().Count();
        var dies = threads.Select(static thread => (thread.Socket, thread.Die)).Distinct().Count();
        var cores = threads.Select(static thread => (thread.Socket, thread.Die, thread.Core)).Distinct().Count();
        var even = dies % sockets == 0 && cores % dies == 0 && threads.Length % cores == 0;
        // What is not even is told as one row: each thread a core.
        return even
            ? new ProcessorArrangement(socketsOfCell, dies / sockets, cores / dies, threads.Length / cores)
            : new ProcessorArrangement(1, 1, threads.Length, 1);
    }
}
