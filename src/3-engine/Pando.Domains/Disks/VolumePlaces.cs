using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;

namespace Pando.Domains.Disks;

/// <summary>Finds the volumes that disks name. What is in force has their paths: a pool may change while a machine runs.</summary>
internal static class VolumePlaces
{
    /// <summary>The machine with a path for every volume. Throws <c>storage.pool-not-found</c> or <c>storage.volume-not-found</c>.</summary>
    public static async ValueTask<DomainDefinition> FoundAsync(DomainDefinition machine, IVolumes volumes, CancellationToken cancellationToken)
    {
        if (!machine.Devices.Disks.Items.Any(disk => DiskImages.Sources(disk).Any(source => source is VolumeSource)))
        {
            return machine;
        }
        var disks = new List<DiskDevice>();
        foreach (var disk in machine.Devices.Disks)
        {
            disks.Add(disk with
            {
                Source = await FoundAsync(disk.Source, disk, volumes, cancellationToken),
                Backing = await FoundAsync(disk.Backing, disk, volumes, cancellationToken),
            });
        }
        return machine with { Devices = machine.Devices with { Disks = disks.ToEquatableArray() } };
    }

    /// <summary>The paths that a machine's disks name, also where a volume is not there.</summary>
    public static IEnumerable<string> Named(DomainDefinition machine, IVolumes volumes) =>
        machine.Devices.Disks.Items.Select(disk => PathOf(disk.Source, volumes)).OfType<string>();

    /// <summary>The path of a source, also where it is a volume that is not there; null where it has none.</summary>
    public static string? PathOf(DiskSource? source, IVolumes volumes) =>
        source is VolumeSource volume ? volumes.PathOf(volume.Pool, volume.Volume) : source?.HostPath;

    private static async ValueTask<DiskBacking?> FoundAsync(DiskBacking? backing, DiskDevice disk, IVolumes volumes, CancellationToken cancellationToken) =>
        backing is null ? null : backing with
        {
            Source = await FoundAsync(backing.Source, disk, volumes, cancellationToken),
            Next = await FoundAsync(backing.Next, disk, volumes, cancellationToken),
        };

    private static async ValueTask<DiskSource?> FoundAsync(DiskSource? source, DiskDevice disk, IVolumes volumes, CancellationToken cancellationToken)
    {
        if (source is not VolumeSource volume)
        {
            return source;
        }
        if (volume.Mode is not null)
        {
            // It says how the volume of an iSCSI pool is reached; there is no such pool.
            throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", $"disk {disk.TargetName}"), ("reason", "qemu.reason.volume-mode"));
        }
        var path = await volumes.FindAsync(volume.Pool, volume.Volume, cancellationToken);
        return new FileSource(path) { Slice = volume.Slice, Encryption = volume.Encryption, Labels = volume.Labels };
    }
}
