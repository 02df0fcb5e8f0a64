using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Host;

namespace Pando.Domains.Starting;

/// <summary>
/// Finds the place that a machine leaves to the host (<c>placement='auto'</c>) when it starts: what is in force names it. A host with one
/// node, or without room on any of its nodes, leaves it to the kernel.
/// </summary>
internal static class AutomaticPlacement
{
    /// <summary>Whether the machine leaves it to the host.</summary>
    public static bool IsAsked(DomainDefinition machine) => LeavesProcessors(machine) || LeavesMemory(machine);

    /// <summary>The machine with the place that was found for it.</summary>
    public static DomainDefinition Of(DomainDefinition machine, HostTopology topology)
    {
        if (!IsAsked(machine) || topology.Nodes.Count < 2 || NodesFor(machine, topology) is not { } nodes)
        {
            return machine;
        }
        return machine with
        {
            VcpuPlacement = VcpuPlacement.Static,
            CpuSet = LeavesProcessors(machine) ? NumberSet.Of(nodes.SelectMany(Shared)) : machine.CpuSet,
            NumaTuning = LeavesMemory(machine)
                ? machine.NumaTuning with { Memory = machine.NumaTuning.Memory! with { Nodes = NumberSet.Of(nodes.Select(static node => node.Number)) } }
                : machine.NumaTuning,
        };
    }

    private static bool LeavesProcessors(DomainDefinition machine) => machine is { VcpuPlacement: VcpuPlacement.Auto, CpuSet: null };

    private static bool LeavesMemory(DomainDefinition machine) => machine.NumaTuning.Memory is { Nodes: null };

    /// <summary>The fewest nodes that have room for all of it, those with the most free memory; null where all of them have not.</summary>
    private static List<HostNumaNode>? NodesFor(DomainDefinition machine, HostTopology topology)
    {
        List<HostNumaNode> best = [.. topology.Nodes.Items.OrderByDescending(static node => node.FreeKiB)];
        // One alone may have the processors that the emptiest has not.
        if (best.FirstOrDefault(node => HaveRoom([node], machine)) is { } one)
        {
            return [one];
        }
        for (var count = 2; count <= best.Count; count++)
        {
            if (HaveRoom(best[..count], machine))
            {
                return best[..count];
            }
        }
        return null;
    }

    private static bool HaveRoom(List<HostNumaNode> nodes, DomainDefinition machine) =>
        nodes.Sum(static node => node.FreeKiB) >= machine.MemoryKiB && nodes.SelectMany(Shared).Count() >= machine.Vcpus;

    /// <summary>Those that the kernel keeps free are for who names them.</summary>
    private static IEnumerable<int> Shared(HostNumaNode node) =>
        node.Processors.Items.Where(static processor => !processor.Isolated).Select(static processor => processor.Number);
}
