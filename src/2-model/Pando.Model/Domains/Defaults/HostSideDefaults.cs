using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>What cards, modules and memory get that leave it open.</summary>
internal static class HostSideDefaults
{
    private const int SharedMiB = 4;

    public static InterfaceSource Source(InterfaceSource source) =>
        source is DirectSource { Mode: null } direct ? direct with { Mode = DirectMode.Vepa } : source;

    /// <summary>With a server it is the server that says the size.</summary>
    public static SharedMemoryDevice SharedMemory(SharedMemoryDevice shmem) =>
        shmem.Server is null
            ? shmem with { SizeMiB = shmem.SizeMiB ?? SharedMiB }
            : shmem with { Interrupts = (shmem.Interrupts ?? new SharedMemoryInterrupts(null, null)) is var msi && msi.IoEventFd is null ? msi with { IoEventFd = true } : msi };

    /// <summary>Null for a card that is what it is.</summary>
    public static InterfaceModel? Model(InterfaceSource source, HostDefaults host) => source switch
    {
        HostCardSource => null,
        VdpaSource => InterfaceModel.Virtio,
        _ => host.InterfaceModel,
    };

    public static TpmDevice Tpm(TpmDevice tpm, HostDefaults host) => tpm with
    {
        Model = tpm.Model ?? TpmModel.TpmTis,
        Version = tpm.Version ?? (tpm.Backend is not TpmEmulator ? null : tpm.Model == TpmModel.TpmCrb ? TpmVersion.V20 : host.TpmVersion),
        Backend = tpm.Backend is TpmPassthrough { Path: null } ? new TpmPassthrough("/dev/tpm0") : tpm.Backend,
    };

    public static VsockDevice Vsock(VsockDevice vsock) => vsock with
    {
        Model = vsock.Model ?? VirtioModel.Virtio,
        AutoCid = vsock.AutoCid ?? vsock.Cid is null,
    };

    /// <summary>Modules without a slot get the lowest that is free.</summary>
    public static EquatableArray<MemoryDevice> Slots(EquatableArray<MemoryDevice> memories)
    {
        var taken = memories.Items.Select(memory => (memory.Address as DimmAddress)?.Slot).OfType<int>().ToHashSet();
        return memories.Items.Select(memory => memory is { Model: MemoryModel.Dimm or MemoryModel.Nvdimm, Address: null or DimmAddress { Slot: null } }
            ? memory with { Address = new DimmAddress(Free(), (memory.Address as DimmAddress)?.Base) }
            : memory).ToEquatableArray();

        int Free()
        {
            var slot = 0;
            while (!taken.Add(slot))
            {
                slot++;
            }
            return slot;
        }
    }
}
