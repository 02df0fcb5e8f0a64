using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Model.Domains;

/// <summary>Places of disks on IDE, SATA and SCSI controllers, which follow from their names.</summary>
internal static class DriveAddresses
{
    private const int MostControllers = 256;

    public static DomainDevices Assign(DomainDevices devices)
    {
        var taken = devices.Disks.Items.Where(disk => disk.Address is DriveAddress)
            .Select(disk => (disk.Bus, (DriveAddress)disk.Address!)).ToHashSet();
        taken.UnionWith(devices.HostDevices.Items.OfType<HostScsiDevice>().Select(device => device.Address).OfType<DriveAddress>().Select(at => ((DiskBus?)DiskBus.Scsi, at)));
        return devices with
        {
            Disks = devices.Disks.Items.Select(disk => disk.Address is null && PlacesOf(disk.Bus) > 0 ? disk with { Address = Free(disk, taken) } : disk).ToEquatableArray(),
            HostDevices = devices.HostDevices.Items
                .Select(device => device is HostScsiDevice { Address: null } ? device with { Address = Free(DiskBus.Scsi, 0, DeviceNames.Of(device), taken) } : device)
                .ToEquatableArray(),
        };
    }

    /// <summary>How many disks one controller takes; 0 where disks have no place on one.</summary>
    private static int PlacesOf(DiskBus? bus) => bus switch
    {
        DiskBus.Ide => 4,
        DiskBus.Sata => 6,
        // Seven, as on the first SCSI buses: libvirt counts so, and places must come out the same.
        DiskBus.Scsi => 7,
        DiskBus.Fdc => 2,
        _ => 0,
    };

    private static DriveAddress Free(DiskDevice disk, HashSet<(DiskBus?, DriveAddress)> taken) =>
        Free(disk.Bus!.Value, DiskNames.Index(disk.TargetName), disk.TargetName, taken);

    private static DriveAddress Free(DiskBus bus, int first, string name, HashSet<(DiskBus?, DriveAddress)> taken)
    {
        var places = PlacesOf(bus);
        for (var index = first; index < places * (bus == DiskBus.Fdc ? 1 : MostControllers); index++)
        {
            var address = bus == DiskBus.Ide
                ? new DriveAddress(index / 4, index % 4 / 2, 0, index % 2)
                : new DriveAddress(index / places, 0, 0, index % places);
            if (taken.Add((bus, address)))
            {
                return address;
            }
        }
        throw new CallerException(ErrorCodes.Definition.NoPlace, ("device", name), ("bus", bus.ToString().ToLowerInvariant()));
    }
}
