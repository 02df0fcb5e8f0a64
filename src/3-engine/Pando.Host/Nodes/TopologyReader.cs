using System.Globalization;
using Pando.Host.Files;
using Pando.Model;
using Pando.Model.Host;

namespace Pando.Host.Nodes;

/// <summary>Reads where processors and memory are, from /sys/devices/system (<see href="https://docs.kernel.org/admin-guide/cputopology.html"/>).</summary>
internal static class TopologyReader
{
    private const string Cpus = "/sys/devices/system/cpu";
    private const string Nodes = "/sys/devices/system/node";

    public static HostTopology Read(HostFiles files)
    {
        var online = NumberList.Read(files.Text($"{Cpus}/online"));
        var isolated = NumberList.Read(files.Text($"{Cpus}/isolated")).ToHashSet();
        int[] numbers = [.. NumberList.Read(files.Text($"{Nodes}/online"))];
        // A kernel without NUMA has no such folder: everything is one node.
        return numbers.Length == 0
            ? new HostTopology([Whole(files, Processors(files, online.Count > 0 ? online : [.. Enumerable.Range(0, Environment.ProcessorCount)], isolated))])
            : new HostTopology(numbers.Select(number => Node(files, number, online, isolated)).ToEquatableArray());
    }

    private static HostNumaNode Node(HostFiles files, int number, IReadOnlyList<int> online, HashSet<int> isolated)
    {
        string folder = string.Create(CultureInfo.InvariantCulture, $"{Nodes}/node{number}");
        return new HostNumaNode
        {
            Number = number,
            MemoryKiB = Memory(files, folder, "MemTotal:"),
            FreeKiB = Memory(files, folder, "MemFree:"),
            Distances = (files.Text($"{folder}/distance") ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(static text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int distance) ? distance : 0).ToEquatableArray(),
            Processors = Processors(files, [.. NumberList.Read(files.Text($"{folder}/cpulist")).Intersect(online)], isolated),
        };
    }

    private static HostNumaNode Whole(HostFiles files, EquatableArray<HostProcessor> processors)
    {
        MemInfo memory = MemInfo.Of(files);
        return new HostNumaNode { Number = 0, MemoryKiB = NodeReader.MemoryTotalKiB(memory), FreeKiB = memory["MemFree"] ?? 0, Processors = processors };
    }

    private static EquatableArray<HostProcessor> Processors(HostFiles files, IReadOnlyList<int> numbers, HashSet<int> isolated) => numbers.Select(number =>
    {
        string folder = string.Create(CultureInfo.InvariantCulture, $"{Cpus}/cpu{number}/topology");
        return new HostProcessor(
            number,
            (int)(files.Number($"{folder}/physical_package_id") ?? 0),
            // Where the kernel does not say, each is a core of its own.
            (int)(files.Number($"{folder}/core_id") ?? number),
            isolated.Contains(number));
    }).ToEquatableArray();

    // "Node 0 MemTotal:       16318412 kB"
    private static long Memory(HostFiles files, string folder, string name) =>
        files.Lines($"{folder}/meminfo").Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length >= 4 && words[2] == name)
            .Select(static words => long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out long kib) ? kib : 0)
            .FirstOrDefault();
}
