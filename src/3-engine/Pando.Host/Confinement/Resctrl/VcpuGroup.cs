using Pando.Model;
using Pando.Model.Domains;

namespace Pando.Host.Confinement.Resctrl;

/// <summary>Virtual processors of a machine that share what they get of caches and bandwidth: one group of resctrl.</summary>
/// <param name="Vcpus">The virtual processors.</param>
/// <param name="Caches">What they get of which cache.</param>
/// <param name="Nodes">What they get of which node's memory bandwidth.</param>
/// <param name="Monitors">Those of them whose use is measured.</param>
internal sealed record VcpuGroup(NumberSet Vcpus, EquatableArray<CachePart> Caches, EquatableArray<NodeBandwidth> Nodes, EquatableArray<NumberSet> Monitors)
{
    /// <summary>Whether it gets nothing of its own: it is only measured, within the group of everything.</summary>
    public bool IsEmpty => Caches.IsEmpty && Nodes.IsEmpty;

    /// <summary>The name behind the machine's.</summary>
    public static string NameOf(NumberSet vcpus) => $"vcpus_{vcpus}";

    /// <summary>As the definition has them; a cache and a bandwidth of the same virtual processors are one group.</summary>
    public static IReadOnlyList<VcpuGroup> Of(DomainDefinition machine)
    {
        var tuning = machine.CpuTuning;
        return
        [
            .. tuning.Caches.Items.Select(static cache => cache.Vcpus).Concat(tuning.MemoryBandwidths.Items.Select(static memory => memory.Vcpus)).Distinct()
                .Select(vcpus => Of(tuning, vcpus)),
        ];
    }

    private static VcpuGroup Of(CpuTuning tuning, NumberSet vcpus)
    {
        var caches = tuning.Caches.Items.Where(cache => cache.Vcpus == vcpus).ToList();
        var memories = tuning.MemoryBandwidths.Items.Where(memory => memory.Vcpus == vcpus).ToList();
        return new VcpuGroup(
            vcpus,
            [.. caches.SelectMany(static cache => cache.Parts.Items)],
            [.. memories.SelectMany(static memory => memory.Nodes.Items)],
            [.. caches.SelectMany(static cache => cache.Monitors.Items).Select(static monitor => monitor.Vcpus).Concat(memories.SelectMany(static memory => memory.Monitors.Items)).Distinct()]);
    }
}
