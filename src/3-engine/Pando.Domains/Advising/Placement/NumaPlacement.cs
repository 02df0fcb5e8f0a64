using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Host;

namespace Pando.Domains.Advising.Placement;

/// <summary>Proposes where on the host a machine's processors and memory are best, from what the host has and has free.</summary>
internal static class NumaPlacement
{
    /// <summary>The node that has room for all of it: of those the one with the most free memory. Null where none has, or the host has one only.</summary>
    public static HostNumaNode? OnOneNode(DomainDefinition machine, HostTopology topology) => topology.Nodes.Items
        .Where(node => node.Processors.Count >= machine.Vcpus && node.FreeKiB >= machine.MemoryKiB)
        .OrderByDescending(static node => node.FreeKiB)
        .FirstOrDefault();

    /// <summary>The machine, kept on that node.</summary>
    public static DomainDefinition Keep(DomainDefinition machine, HostNumaNode node) => machine with
    {
        CpuSet = NumberSet.Of(node.Processors.Items.Select(static processor => processor.Number)),
        NumaTuning = machine.NumaTuning with { Memory = new NumaPolicy(NumaMode.Preferred, NumberSet.Of(node.Number)) },
    };
}
