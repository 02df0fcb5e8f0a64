using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;
using Pando.Qemu.Machine;

namespace Pando.Qemu.Devices.HostDevices;

/// <summary>Mediated devices of the host (VFIO).</summary>
internal static class HostMediatedArguments
{
    private const string Folder = "/sys/bus/mdev/devices";

    public static IEnumerable<QemuArgument> Of(HostMediatedDevice device, ArgumentContext context)
    {
        if (device.Model != MediatedModel.VfioPci)
        {
            throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", ArgumentContext.Alias(device)), ("reason", "qemu.reason.mainframe-only"));
        }

        // The frame buffer is for the time before the guest's driver, so that such a card cannot be unplugged.
        return
        [
            context.Device(device.RamFramebuffer == true ? "vfio-pci-nohotplug" : "vfio-pci", device)
                .Add("sysfsdev", $"{Folder}/{device.Uuid}")
                .Add("display", device.Display switch { null => null, true => "on", false => "off" })
                .Add("ramfb", device.RamFramebuffer)
                .Add("bootindex", context.BootIndexOf(device))
                .At(device, context)
                .As("-device"),
        ];
    }
}
