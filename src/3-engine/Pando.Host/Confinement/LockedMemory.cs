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

        return machine.Devices.HostDevices.Items.Any(static device => device is HostPciDevice or HostMediatedDevice)
            || machine.Devices.Interfaces.Items.Any(static card => card.Source is HostCardSource or VdpaSource)
            ? ((ulong)(machine.MaxMemory?.KiB ?? machine.MemoryKiB) * BytesInKiB) + MarginBytes
            : null;
    }
}
