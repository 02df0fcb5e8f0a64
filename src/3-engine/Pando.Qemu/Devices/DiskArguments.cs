using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;
using Pando.Qemu.Machine;

namespace Pando.Qemu.Devices;

/// <summary>Disks and CD-ROM drives: the images as block nodes, then the device in front of them.</summary>
internal static class DiskArguments
{
    public static IEnumerable<QemuArgument> Of(DiskDevice disk, ArgumentContext context)
    {
        OpenedDisk? medium = Medium(disk, context);
        return [.. medium is null ? [] : DiskNodes.Of(disk, medium, context.Table), Device(disk, medium, context).As("-device")];
    }

    private static OpenedDisk? Medium(DiskDevice disk, ArgumentContext context)
    {
        if (disk.Source is null)
        {
            return null;
        }

        if (disk.Source.HostPath is null)
        {
            throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", $"disk {disk.TargetName}"), ("reason", "qemu.reason.disk-source"));
        }

        return context.Opened.Disks.GetValueOrDefault(disk.TargetName)
            ?? throw new ArgumentException($"{disk.Source} was not opened for {disk.TargetName}.", nameof(disk));
    }

    private static JsonForm Device(DiskDevice disk, OpenedDisk? medium, ArgumentContext context)
    {
        DiskDriver driver = disk.Driver;
        JsonForm form = Front(disk, context)
            .Add("drive", medium is null ? null : DiskNodes.Name(disk, 0))
            .Add("bootindex", context.BootIndexOf(disk))
            .Add("serial", disk.Serial)
            .Add("share-rw", disk.Shareable ? true : null);
        if (disk.Kind == DiskKind.CdRom)
        {
            return form;
        }

        return form
            .Add("write-cache", DiskCaching.WriteCache(driver.Cache))
            .Add("num-queues", disk.Bus == DiskBus.Virtio ? driver.Queues : null)
            .Add("werror", Policy(driver.ErrorPolicy))
            // "No space" is no answer to a failed read; every other policy holds for both unless reads have their own.
            .Add("rerror", Policy(driver.ReadErrorPolicy ?? (driver.ErrorPolicy == DiskErrorPolicy.NoSpace ? null : driver.ErrorPolicy)));
    }

    /// <summary>The driver and its place on its bus.</summary>
    private static JsonForm Front(DiskDevice disk, ArgumentContext context)
    {
        bool cdrom = disk.Kind == DiskKind.CdRom;
        switch (disk.Bus)
        {
            case DiskBus.Sata:
                JsonForm sata = context.Device(cdrom ? "ide-cd" : "ide-hd", disk);
                return disk.Address is DriveAddress port
                    ? sata.Add("bus", Numbered(DevicePlaces.Controller<SataController>(port.Controller, context), port.Unit))
                    : sata;
            case DiskBus.Ide:
                JsonForm ide = context.Device(cdrom ? "ide-cd" : "ide-hd", disk);
                return disk.Address is DriveAddress channel
                    ? ide.Add("bus", Numbered(DevicePlaces.Controller<IdeController>(channel.Controller, context), channel.Bus)).Add("unit", channel.Unit)
                    : ide;
            case DiskBus.Scsi:
                JsonForm scsi = context.Device(cdrom ? "scsi-cd" : "scsi-hd", disk);
                return disk.Address is DriveAddress target
                    ? scsi.Add("bus", $"{DevicePlaces.Controller<ScsiController>(target.Controller, context)}.0")
                        .Add("channel", target.Bus)
                        .Add("scsi-id", target.Target)
                        .Add("lun", target.Unit)
                    : scsi;
            case DiskBus.Usb:
                return context.Device("usb-storage", disk).At(disk, context);
            default:
                return context.Device("virtio-blk-pci", disk).At(disk, context);
        }
    }

    private static string Numbered(string controller, int number) => string.Create(CultureInfo.InvariantCulture, $"{controller}.{number}");

    private static string? Policy(DiskErrorPolicy? policy) => policy switch
    {
        null => null,
        DiskErrorPolicy.NoSpace => "enospc",
        DiskErrorPolicy.Stop => "stop",
        DiskErrorPolicy.Report => "report",
        _ => "ignore",
    };
}
