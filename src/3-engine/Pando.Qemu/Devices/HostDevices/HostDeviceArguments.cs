using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices.HostDevices;

/// <summary>Devices of the host, of every kind.</summary>
internal static class HostDeviceArguments
{
    public static IEnumerable<QemuArgument> Of(HostDevice device, ArgumentContext context) => device switch
    {
        // Taken from the host only: other functions of its group go to the guest.
        HostPciDevice { Address: UnassignedAddress } => [],
        HostPciDevice pci => HostPciArguments.Of(pci, context),
        HostUsbDevice usb => HostUsbArguments.Of(usb, context),
        HostScsiDevice scsi => HostScsiArguments.Of(scsi, context),
        HostScsiController controller => HostScsiControllerArguments.Of(controller, context),
        HostMediatedDevice mediated => HostMediatedArguments.Of(mediated, context),
        _ => throw new ArgumentOutOfRangeException(nameof(device), device, "A device of the host that has no arguments."),
    };
}
