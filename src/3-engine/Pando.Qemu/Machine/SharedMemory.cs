using Pando.Model.Domains;

namespace Pando.Qemu.Machine;

/// <summary>Whether other processes can see a guest's memory, as vhost-user servers must.</summary>
public static class SharedMemory
{
    /// <summary>Whether all of it is shared: by the memory backing, or by what each of its NUMA nodes says.</summary>
    public static bool IsOf(DomainDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        bool usual = definition.MemoryBacking.Access == MemoryAccess.Shared;
        return definition.Cpu?.Numa is { Cells: { IsEmpty: false } cells }
            ? cells.Items.All(cell => cell.Access is null ? usual : cell.Access == MemoryAccess.Shared)
            : usual;
    }
}
