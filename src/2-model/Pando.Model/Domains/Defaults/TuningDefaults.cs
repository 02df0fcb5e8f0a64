using Pando.Model.Errors;

namespace Pando.Model.Domains;

/// <summary>Processors and memory that depend on each other: what is said of one follows for the other.</summary>
internal static class TuningDefaults
{
    public static DomainDefinition Complete(DomainDefinition definition) => Placement(Memory(definition));

    // The nodes of a guest have its memory between them, whatever the machine says of itself.
    private static DomainDefinition Memory(DomainDefinition definition)
    {
        if (definition.InitialMemoryKiB <= 0)
        {
            throw new CallerException(
                ErrorCodes.Definition.Conflict, ("line", "0"), ("element", "/domain/memory"), ("reason", $"/domain/devices/memory ≥ {definition.MemoryKiB} KiB"));
        }
        if (definition.MaxMemory is not null && definition.Cpu?.Numa is null)
        {
            var all = new NumaCell { Id = 0, Cpus = NumberSet.Of(Enumerable.Range(0, definition.Vcpus)), MemoryKiB = definition.InitialMemoryKiB };
            // Guests plug memory into a node; Windows takes none where the firmware tells of no nodes.
            definition = definition with { Cpu = (definition.Cpu ?? new CpuDefinition()) with { Numa = new GuestNuma { Cells = [all] } } };
        }
        if (definition.Cpu?.Numa is not { MemoryKiB: > 0 and var cells })
        {
            return definition;
        }
        var kib = cells + definition.Devices.Memories.Items.Sum(memory => memory.SizeKiB);
        return definition with { MemoryKiB = kib, CurrentMemoryKiB = Math.Min(kib, definition.CurrentMemoryKiB) };
    }

    // Who lets the host find the place of the processors means the memory too, and the other way round.
    private static DomainDefinition Placement(DomainDefinition definition)
    {
        if (definition.VcpuPlacement == VcpuPlacement.Auto && definition.NumaTuning is { Memory: null, Cells.IsEmpty: true })
        {
            return definition with { NumaTuning = new NumaTuning { Memory = new NumaPolicy(NumaMode.Strict, null) } };
        }
        return definition is { NumaTuning.Memory: { Nodes: null }, CpuSet: null } ? definition with { VcpuPlacement = VcpuPlacement.Auto } : definition;
    }
}
