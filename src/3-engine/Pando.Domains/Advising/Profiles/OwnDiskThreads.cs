using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Domains.Advising.Profiles;

/// <summary>
/// Gives disks a queue for every processor and I/O threads of their own, so that they neither wait for each other nor for
/// QEMU's main loop. What has a thread already keeps it.
/// </summary>
internal static class OwnDiskThreads
{
    // Each polls, and takes a processor's time from the guest: few are quicker than one for every disk.
    private const int MostThreads = 4;

    /// <param name="machine">The machine; its virtio disks and SCSI controllers are meant.</param>
    /// <param name="mostQueues">The most queues of one.</param>
    public static DomainDefinition Give(DomainDefinition machine, int mostQueues)
    {
        var served = machine.Devices.Disks.Items.Count(IsServed) + machine.Devices.Controllers.Items.Count(IsServed);
        if (served == 0)
        {
            return machine;
        }
        EquatableArray<IoThreadDefinition> threads = machine.IoThreads.IsEmpty
            ? Enumerable.Range(1, Math.Min(served, MostThreads)).Select(static id => new IoThreadDefinition(id)).ToEquatableArray()
            : machine.IoThreads;
        int? queues = machine.Vcpus > 1 ? Math.Min(machine.Vcpus, mostQueues) : null;
        var next = 0;
        return machine.WithDevices(devices => devices with
        {
            Disks = devices.Disks.Items
                .Select(disk => IsServed(disk) ? disk with { Driver = disk.Driver with { Queues = queues, IoThread = disk.Driver.IoThread ?? Next() } } : disk)
                .ToEquatableArray(),
            Controllers = devices.Controllers.Items
                .Select(controller => controller is ScsiController scsi && IsServed(scsi) ? scsi with { Queues = queues, IoThread = scsi.IoThread ?? Next() } : controller)
                .ToEquatableArray(),
        }) with
        { IoThreads = threads };

        int Next() => threads[next++ % threads.Count].Id;
    }

    private static bool IsServed(DiskDevice disk) => disk is { Bus: DiskBus.Virtio, Kind: DiskKind.Disk };

    private static bool IsServed(ControllerDevice controller) => controller is ScsiController { Model: { } model } && model.IsVirtio();
}
