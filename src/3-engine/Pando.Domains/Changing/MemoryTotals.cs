using Pando.Model.Domains;

namespace Pando.Domains.Changing;

/// <summary>How much memory a machine has, as modules of it come and go.</summary>
internal static class MemoryTotals
{
    /// <summary>The later definition with totals that follow from its modules; a balloon that leaves the guest everything goes on to do so.</summary>
    public static DomainDefinition Follow(DomainDefinition before, DomainDefinition after)
    {
        var more = Modules(after) - Modules(before);
        if (more == 0)
        {
            return after;
        }
        var total = before.MemoryKiB + more;
        var all = before.CurrentMemoryKiB >= before.MemoryKiB;
        return after with { MemoryKiB = total, CurrentMemoryKiB = all ? total : Math.Min(before.CurrentMemoryKiB, total) };
    }

    private static long Modules(DomainDefinition definition) => definition.Devices.Memories.Items.Sum(module => module.SizeKiB);
}
