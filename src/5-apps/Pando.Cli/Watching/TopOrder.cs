using Pando.Api.Statistics;

namespace Pando.Cli.Watching;

/// <summary>By what the machines of <c>pando top</c> are sorted: the most first, names from A.</summary>
internal static class TopOrder
{
    public static IReadOnlyList<string> Words { get; } = ["cpu", "memory", "disk", "net", "name"];

    public static IReadOnlyList<MachineRates> Sort(IEnumerable<MachineRates> machines, string word)
    {
        var byName = machines.OrderBy(machine => machine.Name, StringComparer.Ordinal);
        return [.. word == "name" ? byName : byName.OrderByDescending(Weight(word))];
    }

    private static Func<MachineRates, double> Weight(string word) => word switch
    {
        "memory" => machine => machine.ResidentKiB ?? -1,
        "disk" => machine => machine.DiskReadBytes + machine.DiskWriteBytes ?? -1,
        "net" => machine => machine.NetReceivedBytes + machine.NetSentBytes ?? -1,
        _ => machine => machine.CpuPercent ?? -1,
    };
}
