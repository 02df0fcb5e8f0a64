using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Model.Xml.Devices;

/// <summary>What the kind of a disk, its bus and its source rule out among each other.</summary>
internal static class DiskRules
{
    public static DiskDevice Checked(ElementReader disk, DiskDevice read)
    {
        var bus = read.Bus ?? DiskNames.UsualBus(read.TargetName);
        Bus(disk, read, bus);
        Source(disk, read);
        if (read.Kind == DiskKind.Lun)
        {
            Lun(disk, read, bus);
        }
        else if (read.RawIo is not null || read.FiltersScsi)
        {
            throw disk.Conflict("@rawio, @sgio: device='lun'");
        }
        VirtioOnly(disk, read, bus);
        Caching(disk, read);
        Identity(disk, read, bus);
        return read;
    }

    private static void Bus(ElementReader disk, DiskDevice read, DiskBus bus)
    {
        var target = disk.RequiredChild("target");
        var buses = read.Kind switch
        {
            DiskKind.Floppy => "fdc",
            DiskKind.CdRom => "sata | scsi | ide | usb",
            DiskKind.Lun => "scsi | virtio",
            _ => "virtio | sata | scsi | ide | usb | sd",
        };
        if (!buses.Split(" | ").Contains(XmlWords<DiskBus>.Of(bus)))
        {
            throw target.BadValue(read.Bus is null ? "dev" : "bus", read.Bus is null ? read.TargetName : XmlWords<DiskBus>.Of(bus), buses);
        }
        if (bus == DiskBus.Fdc && read.Address is DriveAddress at && (at.Controller > 0 || at.Unit > 1))
        {
            throw disk.RequiredChild("address").Conflict("@controller='0', @unit='0' | '1'");
        }
        if (read.TrayOpen && read.Kind is not (DiskKind.CdRom or DiskKind.Floppy))
        {
            throw target.BadValue("tray", "open", "–");
        }
        if (read.Removable is not null && bus != DiskBus.Usb)
        {
            throw target.Conflict("@removable, @bus='usb'");
        }
        if (read.RotationRate is not null && bus is not (DiskBus.Scsi or DiskBus.Sata or DiskBus.Ide))
        {
            throw target.Conflict("@rotation_rate, @bus='scsi' | 'sata' | 'ide'");
        }
        if (read.ReadOnly && read.Kind == DiskKind.Disk && bus is DiskBus.Ide or DiskBus.Sata)
        {
            // ATA knows no disk that cannot be written.
            throw disk.RequiredChild("readonly").Conflict($"target/@bus='{XmlWords<DiskBus>.Of(bus)}'");
        }
    }

    private static void Source(ElementReader disk, DiskDevice read)
    {
        var format = read.Driver.Format ?? DiskFormat.Raw;
        switch (read.Source)
        {
            case null when read.Kind is DiskKind.Disk or DiskKind.Lun:
                throw disk.Missing(read.EmptyKind switch { DiskSourceKind.File => "source/@file", DiskSourceKind.Block => "source/@dev", _ => "source" });
            case DirectorySource when format != DiskFormat.Fat:
                throw disk.Child("driver") is { } driver ? driver.BadValue("type", XmlWords<DiskFormat>.Of(format), "fat") : disk.Missing("driver/@type");
            case DirectorySource when !read.ReadOnly && read.Kind != DiskKind.CdRom:
                // What QEMU makes of a changed FAT in a directory is not to be trusted.
                throw disk.Missing("readonly");
            case not DirectorySource when format == DiskFormat.Fat:
                throw disk.RequiredChild("driver").BadValue("type", "fat", "disk type='dir'");
            case VhostUserSource when read.Kind != DiskKind.Disk || (read.Bus ?? DiskNames.UsualBus(read.TargetName)) != DiskBus.Virtio:
                throw disk.Conflict("@type='vhostuser': target/@bus='virtio'");
            case VhostUserSource:
                VhostUser(disk, read);
                break;
        }
        if (read.Transient is not null && (read.ReadOnly || read.Kind == DiskKind.CdRom))
        {
            throw disk.RequiredChild("transient").Conflict("readonly");
        }
        if (read.Shareable && format is not (DiskFormat.Raw or DiskFormat.Fat))
        {
            // Two guests that write one image each keep its tables in mind: neither knows what the other changed.
            throw disk.RequiredChild("shareable").Conflict($"driver/@type='{XmlWords<DiskFormat>.Of(format)}'");
        }
    }

    /// <summary>All but the rings is the server's.</summary>
    private static void VhostUser(ElementReader disk, DiskDevice read)
    {
        var rings = new DiskDriver
        {
            Format = read.Driver.Format == DiskFormat.Raw ? DiskFormat.Raw : null,
            Queues = read.Driver.Queues,
            QueueSize = read.Driver.QueueSize,
            IoEventFd = read.Driver.IoEventFd,
            EventIndex = read.Driver.EventIndex,
            Virtio = read.Driver.Virtio,
        };
        if (read.Driver != rings)
        {
            throw disk.RequiredChild("driver").Conflict("disk/@type='vhostuser'");
        }
        if (read.Throttle is not null || read.Geometry is not null || read.BlockSizes is not null || read.Serial is not null || read.Transient is not null || read.Backing is not null)
        {
            throw disk.Conflict("@type='vhostuser': iotune | geometry | blockio | serial | transient | backingStore");
        }
    }

    private static void Lun(ElementReader disk, DiskDevice read, DiskBus bus)
    {
        if (read.Source is not (BlockSource or VolumeSource or NetworkSource { Protocol: NetworkProtocol.Iscsi }))
        {
            throw disk.Conflict("@type='block' | 'volume' | 'network' (iscsi)");
        }
        if ((read.Driver.Format ?? DiskFormat.Raw) != DiskFormat.Raw)
        {
            throw disk.RequiredChild("driver").BadValue("type", XmlWords<DiskFormat>.Of(read.Driver.Format!.Value), "raw");
        }
        if (read.Source.Encryption is not null)
        {
            throw disk.Conflict("@device='lun', encryption");
        }
        if (read.Vendor is not null || read.Product is not null || (read.Serial is not null && bus == DiskBus.Scsi))
        {
            throw disk.Conflict("@device='lun', vendor | product | serial");
        }
    }

    private static void VirtioOnly(ElementReader disk, DiskDevice read, DiskBus bus)
    {
        var driver = read.Driver;
        var said = driver.Queues is not null || driver.QueueSize is not null || driver.IoThread is not null || driver.IoEventFd is not null
            || driver.EventIndex is not null || driver.Virtio != VirtioOptions.Unsaid;
        if (said && bus != DiskBus.Virtio)
        {
            throw disk.RequiredChild("driver").Conflict("target/@bus='virtio'");
        }
        if (read.Model is not null && bus != DiskBus.Virtio)
        {
            throw disk.BadValue("model", XmlWords<VirtioModel>.Of(read.Model.Value), "target/@bus='virtio'");
        }
    }

    private static void Caching(ElementReader disk, DiskDevice read)
    {
        if (read.Driver is { Io: DiskIo.Native, Cache: not (DiskCache.None or DiskCache.DirectSync) })
        {
            throw disk.RequiredChild("driver").Conflict("@io='native': cache='none' | 'directsync'");
        }
        if (read.Driver.CopyOnRead == true && (read.ReadOnly || read.Kind is DiskKind.CdRom or DiskKind.Floppy))
        {
            throw disk.RequiredChild("driver").Conflict("@copy_on_read, readonly");
        }
    }

    private static void Identity(ElementReader disk, DiskDevice read, DiskBus bus)
    {
        if ((read.Vendor is not null || read.Product is not null) && bus != DiskBus.Scsi)
        {
            throw disk.Child(read.Vendor is null ? "product" : "vendor")!.Conflict("target/@bus='scsi'");
        }
        if (read.WorldWideName is { } name)
        {
            if (bus is not (DiskBus.Scsi or DiskBus.Ide))
            {
                throw disk.RequiredChild("wwn").Conflict("target/@bus='scsi' | 'ide'");
            }
            if (name.Length != 16)
            {
                throw disk.RequiredChild("wwn").BadValue(null, name, "0-9 a-f (16)");
            }
        }
    }
}
