using System.Globalization;
using Pando.Model.Domains;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>The guest's NUMA nodes: their memory, processors and distances, and what ACPI's HMAT tells of them.</summary>
internal static class NumaArguments
{
    private static readonly string[] Levels = ["memory", "first-level", "second-level", "third-level"];

    public static IEnumerable<QemuArgument> Of(GuestNuma numa, ArgumentContext context) =>
    [
        .. numa.Cells.Items.SelectMany(cell => Node(cell, numa, context)),
        .. numa.Cells.Items.SelectMany(cell => cell.Distances.Items.Where(distance => distance.Cell != cell.Id).Select(distance => Distance(cell, distance))),
        .. numa.Interconnects.Items.Select(Interconnect),
        .. numa.Cells.Items.SelectMany(cell => cell.Caches.Items.Select(cache => Cache(cell, cache))),
    ];

    /// <summary>Whether the firmware tells of latencies, bandwidths or memory caches.</summary>
    public static bool HasHmat(GuestNuma? numa) =>
        numa is not null && (!numa.Interconnects.IsEmpty || numa.Cells.Items.Any(cell => !cell.Caches.IsEmpty));

    private static IEnumerable<QemuArgument> Node(NumaCell cell, GuestNuma numa, ArgumentContext context)
    {
        string? memory = cell.MemoryKiB == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"ram-node{cell.Id}");
        if (memory is not null)
        {
            yield return MemoryBackend.Of(memory, cell.MemoryKiB, cell, context).As("-object");
        }

        KeyValueForm node = new KeyValueForm("node").Add("nodeid", cell.Id);
        foreach ((int first, int last) in cell.Cpus?.Ranges() ?? [])
        {
            node.Add("cpus", first == last ? $"{first}" : string.Create(CultureInfo.InvariantCulture, $"{first}-{last}"));
        }

        yield return node.Add("initiator", HasHmat(numa) ? Initiator(cell, numa) : null).Add("memdev", memory).As("-numa");
    }

    // Memory without processors is nearest to whom the definition says can reach it.
    private static long? Initiator(NumaCell cell, GuestNuma numa) => cell.Cpus is not null
        ? cell.Id
        : numa.Interconnects.Items.FirstOrDefault(one => one.Target == cell.Id)?.Initiator ?? numa.Cells.Items.FirstOrDefault(other => other.Cpus is not null)?.Id;

    private static QemuArgument Distance(NumaCell cell, NumaDistance distance) =>
        new KeyValueForm("dist").Add("src", cell.Id).Add("dst", distance.Cell).Add("val", distance.Value).As("-numa");

    private static QemuArgument Interconnect(NumaInterconnect one)
    {
        bool latency = one.Kind == NumaInterconnectKind.Latency;
        return new KeyValueForm("hmat-lb")
            .Add("initiator", one.Initiator)
            .Add("target", one.Target)
            .Add("hierarchy", Levels[one.Cache ?? 0])
            .Add("data-type", $"{one.Access.ToString().ToLowerInvariant()}-{(latency ? "latency" : "bandwidth")}")
            .Add("latency", latency ? one.Value : null)
            .Add("bandwidth", latency ? null : $"{one.Value}K")
            .As("-numa");
    }

    private static QemuArgument Cache(NumaCell cell, NumaCache cache) => new KeyValueForm("hmat-cache")
        .Add("node-id", cell.Id)
        .Add("size", $"{cache.SizeKiB}K")
        .Add("level", cache.Level)
        .Add("associativity", cache.Associativity switch { NumaCacheAssociativity.None => "none", NumaCacheAssociativity.Direct => "direct", _ => "complex" })
        .Add("policy", cache.Policy switch { NumaCachePolicy.None => "none", NumaCachePolicy.WriteBack => "write-back", _ => "write-through" })
        .Add("line", cache.LineBytes)
        .As("-numa");
}
