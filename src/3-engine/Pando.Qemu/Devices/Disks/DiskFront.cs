using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;
using Pando.Qemu.Machine;

namespace Pando.Qemu.Devices;

/// <summary>The device that a guest sees of a disk, and its place on its bus.</summary>
internal static class DiskFront
{
    public static JsonForm Of(DiskDevice disk, ArgumentContext context) => disk.Bus switch
    {
        DiskBus.Sata => Sata(disk, context),
        DiskBus.Ide => Ide(disk, context),
        DiskBus.Scsi => Scsi(disk, context),
        DiskBus.Usb => context.Device("usb-storage", disk).At(disk, context),
        DiskBus.Fdc => context.Device("floppy", disk).Add("unit", (disk.Address as DriveAddress)?.Unit),
        DiskBus.Sd => throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", $"disk {disk.TargetName}"), ("reason", "qemu.reason.no-card-slot")),
        _ => Virtio(disk, context),
    };

    /// <summary>What every virtio disk can be told, whoever has its content.</summary>
    public static JsonForm Rings(this JsonForm form, DiskDriver driver) => form
        .Add(driver.Virtio)
        .Add("ioeventfd", driver.IoEventFd)
        .Add("event_idx", driver.EventIndex)
        .Add("num-queues", driver.Queues)
        .Add("queue-size", driver.QueueSize);

    private static JsonForm Virtio(DiskDevice disk, ArgumentContext context) => context.Device(VirtioArguments.Driver("virtio-blk-pci", disk.Model), disk)
        .Add("iothread", disk.Driver.IoThread is { } thread ? IoThreadArguments.Name(thread) : null)
        .Rings(disk.Driver)
        .At(disk, context);

    private static JsonForm Sata(DiskDevice disk, ArgumentContext context)
    {
        JsonForm form = context.Device(disk.Kind == DiskKind.CdRom ? "ide-cd" : "ide-hd", disk);
        return disk.Address is DriveAddress port
            ? form.Add("bus", Numbered(DevicePlaces.Controller<SataController>(port.Controller, context), port.Unit))
            : form;
    }

    private static JsonForm Ide(DiskDevice disk, ArgumentContext context)
    {
        JsonForm form = context.Device(disk.Kind == DiskKind.CdRom ? "ide-cd" : "ide-hd", disk);
        return disk.Address is DriveAddress channel
            ? form.Add("bus", Numbered(DevicePlaces.Controller<IdeController>(channel.Controller, context), channel.Bus)).Add("unit", channel.Unit)
            : form;
    }

    private static JsonForm Scsi(DiskDevice disk, ArgumentContext context)
    {
        JsonForm form = context.Device(disk.Kind switch { DiskKind.CdRom => "scsi-cd", DiskKind.Lun => "scsi-block", _ => "scsi-hd" }, disk);
        if (disk.Address is not DriveAddress at)
        {
            return form;
        }

        form.Add("bus", $"{DevicePlaces.Controller<ScsiController>(at.Controller, context)}.0");
        ScsiController? controller = context.Definition.Devices.Controllers.Items.OfType<ScsiController>().FirstOrDefault(scsi => scsi.Index == at.Controller);
        // The old chip has targets and no units behind them.
        return controller?.Model == ScsiControllerModel.LsiLogic
            ? form.Add("scsi-id", at.Unit)
            : form.Add("channel", at.Bus).Add("scsi-id", at.Target).Add("lun", at.Unit);
    }

    private static string Numbered(string controller, int number) => string.Create(CultureInfo.InvariantCulture, $"{controller}.{number}");
}
