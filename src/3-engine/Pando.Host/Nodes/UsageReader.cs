using System.Globalization;
using Pando.Host.Files;
using Pando.Model;
using Pando.Model.Host;

namespace Pando.Host.Nodes;

/// <summary>Reads how much of a host is used, from /proc/stat and /proc/meminfo.</summary>
internal static class UsageReader
{
    // USER_HZ (sysconf(_SC_CLK_TCK)) is this on every architecture that Pando knows.
    private const int TicksInSecond = 100;
    private const string All = "cpu";

    public static HostUsage Read(HostFiles files)
    {
        Dictionary<string, ProcessorTimes> times = files.Lines("/proc/stat")
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(static words => words.Length > 7 && words[0].StartsWith(All, StringComparison.Ordinal))
            .ToDictionary(static words => words[0], Times, StringComparer.Ordinal);
        MemInfo memory = MemInfo.Of(files);
        return new HostUsage(
            times.GetValueOrDefault(All),
            Processors(files, times),
            new MemoryUsage(NodeReader.MemoryTotalKiB(memory), memory["MemFree"] ?? 0, memory["Buffers"] ?? 0, memory["Cached"] ?? 0),
            TopologyReader.Read(files).Nodes.Items.Select(static node => new NodeMemory(node.Number, node.MemoryKiB, node.FreeKiB)).ToEquatableArray());
    }

    private static EquatableArray<ProcessorUsage> Processors(HostFiles files, Dictionary<string, ProcessorTimes> times)
    {
        IReadOnlyList<int> online = NumberList.Read(files.Text("/sys/devices/system/cpu/online"));
        IReadOnlyList<int> present = NumberList.Read(files.Text("/sys/devices/system/cpu/present"));
        return present.Union(online).Order()
            .Select(number => new ProcessorUsage(number, online.Contains(number), times.GetValueOrDefault(string.Create(CultureInfo.InvariantCulture, $"{All}{number}"))))
            .ToEquatableArray();
    }

    // "cpu0 user nice system idle iowait irq softirq …"
    private static ProcessorTimes Times(string[] words) => new(Sum(words, 1, 2), Sum(words, 3, 6, 7), Sum(words, 4), Sum(words, 5));

    private static TimeSpan Sum(string[] words, params ReadOnlySpan<int> columns)
    {
        long ticks = 0;
        foreach (int column in columns)
        {
            ticks += long.TryParse(words[column], NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : 0;
        }

        return TimeSpan.FromTicks(ticks * (TimeSpan.TicksPerSecond / TicksInSecond));
    }
}
