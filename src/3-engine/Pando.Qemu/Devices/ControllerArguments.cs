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
        ScsiController scsi => [ScsiControllerArguments.Of(scsi, context)],
        FloppyController => Floppy(context),
        CcidController ccid => [context.Device("usb-ccid", ccid).At(ccid, context).As("-device")],
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

    /// <summary>That of an i440fx machine is part of its chipset; a q35 machine has one only for floppy drives.</summary>
    private static IEnumerable<QemuArgument> Floppy(ArgumentContext context)
    {
        if (!context.IsExpress)
        {
            return [];
        }

        context.Capabilities.Require("isa-fdc");
        return [new JsonForm().Add("driver", "isa-fdc").As("-device")];
    }

    private static JsonForm VirtioSerial(VirtioSerialController serial, ArgumentContext context) =>
        context.Device(VirtioArguments.Driver("virtio-serial-pci", serial.Model), serial)
            .Add(serial.Virtio)
            .Add("max_ports", serial.Ports)
            .Add("vectors", serial.Vectors)
            .At(serial, context);
}
