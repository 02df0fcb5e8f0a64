using Pando.Model.Domains;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>The memory: a backend object that the machine takes as its own, or one for each of its NUMA nodes.</summary>
internal static class MemoryArguments
{
    public static IEnumerable<QemuArgument> Of(ArgumentContext context)
    {
        DomainDefinition definition = context.Definition;
        long kib = definition.InitialMemoryKiB;
        yield return new KeyValueForm()
            .Add("size", $"{kib}k")
            .Add("slots", definition.MaxMemory?.Slots)
            .Add("maxmem", definition.MaxMemory is { } most ? $"{most.KiB}k" : null)
            .As("-m");
        if (definition.MemoryBacking.Locked)
        {
            yield return new KeyValueForm().Add("mem-lock", true).As("-overcommit");
        }

        if (definition.Cpu?.Numa is { } numa)
        {
            foreach (QemuArgument argument in NumaArguments.Of(numa, context))
            {
                yield return argument;
            }
        }
        else if (context.Machine.RamId is { } id)
        {
            yield return MemoryBackend.Of(id, kib, cell: null, context).As("-object");
        }
    }
}
