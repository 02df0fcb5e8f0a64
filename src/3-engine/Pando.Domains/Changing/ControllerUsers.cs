using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Domains.Changing;

/// <summary>Finds what hangs on a controller.</summary>
internal static class ControllerUsers
{
    /// <summary>The first device that does; null where none does.</summary>
    public static Device? First(DomainDefinition definition, ControllerDevice controller) =>
        definition.Devices.All().FirstOrDefault(device => device.Address switch
        {
            PciAddress pci => controller is PciController && pci.Bus == controller.Index,
            UsbAddress usb => controller is UsbController && usb.Bus == controller.Index,
            VirtioSerialAddress port => controller is VirtioSerialController && port.Controller == controller.Index,
            DriveAddress drive => drive.Controller == controller.Index && IsOf(device, controller),
            _ => false,
        });

    // What is no disk and has such a place is a SCSI device of the host.
    private static bool IsOf(Device device, ControllerDevice controller) => controller switch
    {
        ScsiController => device is not DiskDevice { Bus: not DiskBus.Scsi },
        SataController => device is DiskDevice { Bus: DiskBus.Sata },
        IdeController => device is DiskDevice { Bus: DiskBus.Ide },
        _ => false,
    };
}
