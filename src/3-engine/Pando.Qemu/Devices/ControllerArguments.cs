using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Controllers of every kind.</summary>
internal static class ControllerArguments
{
    public static IEnumerable<QemuArgument> Of(ControllerDevice controller, ArgumentContext context) => controller switch
    {
        PciController pci => PciControllerArguments.Of(pci, context),
        UsbController usb => UsbControllerArguments.Of(usb, context),
        SataController sata => Sata(sata, context),
        IdeController ide => Ide(ide, context),
        ScsiController scsi => [Scsi(scsi, context).As("-device")],
        VirtioSerialController serial => [VirtioSerial(serial, context).As("-device")],
        _ => throw new ArgumentOutOfRangeException(nameof(controller), controller, "An unknown controller."),
    };

    /// <summary>The first one of a q35 machine is part of its chipset.</summary>
    private static IEnumerable<QemuArgument> Sata(SataController sata, ArgumentContext context) =>
        context.IsExpress && sata.Index is null or 0 ? [] : [context.Device("ich9-ahci", sata).At(sata, context).As("-device")];

    /// <summary>The only one that QEMU can give is part of the chipset of an i440fx machine.</summary>
    private static IEnumerable<QemuArgument> Ide(IdeController ide, ArgumentContext context) =>
        !context.IsExpress && ide.Index is null or 0
            ? []
            : throw new CallerException(
                ErrorCodes.Qemu.CannotExpress,
                ("what", $"IDE controller {ide.Index ?? 0}"),
                ("reason", $"machine type {context.Machine.Name} has none"));

    private static JsonForm Scsi(ScsiController scsi, ArgumentContext context) =>
        context.Device("virtio-scsi-pci", scsi).Add("num_queues", scsi.Queues).At(scsi, context);

    private static JsonForm VirtioSerial(VirtioSerialController serial, ArgumentContext context) =>
        context.Device("virtio-serial-pci", serial)
            .Add("max_ports", serial.Ports)
            .Add("vectors", serial.Vectors)
            .At(serial, context);
}
