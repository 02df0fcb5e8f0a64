using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Host.Confinement;

/// <summary>How much memory a machine's QEMU must be able to lock: devices of the host reach all of the guest's by its physical address.</summary>
internal static class LockedMemory
{
    private const ulong BytesInKiB = 1024;

    // Beside the guest's memory: the device's registers and firmware, mapped for the other devices, too.
    private const ulong MarginBytes = 1ul << 30;

    /// <summary>Null where nothing is locked.</summary>
    public static ulong? BytesOf(DomainDefinition machine)
    {
        if (machine.MemoryBacking.Locked)
        {
            // What QEMU itself allocates is locked as well, and nobody can say how much that will be.
            return machine.MemoryTuning.HardLimitKiB is { } hard ? (ulong)hard * BytesInKiB : ulong.MaxValue;
        }

        int times = Times(machine);
        return times == 0 ? null : ((ulong)times * (ulong)(machine.MaxMemory?.KiB ?? machine.MemoryKiB) * BytesInKiB) + MarginBytes;
    }

    /// <summary>How many times the guest's memory is locked: devices share a table of their addresses or have one each, and each is counted.</summary>
    private static int Times(DomainDefinition machine)
    {
        DomainDevices devices = machine.Devices;
        int cards = devices.HostDevices.Items.Count(static device => device is HostPciDevice or HostMediatedDevice)
            + devices.Interfaces.Items.Count(static card => card.Source is HostCardSource);
        int own = devices.Interfaces.Items.Count(static card => card.Source is VdpaSource) + devices.Disks.Items.Count(static disk => disk.Source is NvmeSource);
        // Behind an IOMMU of the guest's own each sees addresses of its own.
        return own + (devices.Iommu is null ? Math.Min(cards, 1) : cards);
    }
}
