using Pando.Model.Host;

namespace Pando.Domains.Advising.Placement;

/// <summary>Processors of the host that a machine has for itself.</summary>
/// <param name="Node">The NUMA node they are of.</param>
/// <param name="Vcpus">One for each virtual processor; threads of one core follow each other.</param>
/// <param name="Others">The rest of the node that is not isolated: for QEMU's own threads.</param>
/// <param name="Isolated">Whether the kernel keeps them free of everything else.</param>
internal sealed record OwnProcessors(int Node, IReadOnlyList<int> Vcpus, IReadOnlyList<int> Others, bool Isolated)
{
    /// <summary>Isolated ones of one node where there are enough, else others of one node that leave at least one to the host; null where there are too few.</summary>
    public static OwnProcessors? For(int vcpus, HostTopology topology)
    {
        HostNumaNode[] nodes = [.. topology.Nodes.Items.OrderByDescending(static node => node.FreeKiB)];
        return nodes.Select(node => Of(node, vcpus, isolated: true)).Concat(nodes.Select(node => Of(node, vcpus, isolated: false))).FirstOrDefault(static own => own is not null);
    }

    private static OwnProcessors? Of(HostNumaNode node, int vcpus, bool isolated)
    {
        HostProcessor[] fit = [.. node.Processors.Items.Where(processor => processor.Isolated == isolated).OrderBy(static processor => (processor.Socket, processor.Core, processor.Number))];
        int spare = isolated ? 0 : 1;
        if (fit.Length < vcpus + spare)
        {
            return null;
        }

        // The kernel's first processor has most of the host's own work: the last ones are taken.
        int[] taken = [.. fit[^vcpus..].Select(static processor => processor.Number)];
        return new OwnProcessors(
            node.Number, taken, [.. node.Processors.Items.Where(static processor => !processor.Isolated).Select(static processor => processor.Number).Except(taken)], isolated);
    }
}
