using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;
using Pando.Qemu.Machine;

namespace Pando.Qemu.Devices.HostDevices;

/// <summary>USB devices of the host, by a descriptor: which one it is was found out before.</summary>
internal static class HostUsbArguments
{
    private const string Driver = "usb-host";

    public static IEnumerable<QemuArgument> Of(HostUsbDevice device, ArgumentContext context)
    {
        string alias = ArgumentContext.Alias(device);
        if (context.Opened.AbsentDevices.Contains(alias))
        {
            return [];
        }

        HostFile opened = HostFile.Of(alias, alias, context);
        return
        [
            .. opened.Arguments,
            context.Device(Driver, device)
                .Add("hostdevice", opened.Name)
                .Add("guest-reset", device.GuestReset is { } reset ? reset != GuestReset.Off : null)
                .Add("guest-resets-all", device.GuestReset is { } all and not GuestReset.Off ? all == GuestReset.On : null)
                .Add("bootindex", context.BootIndexOf(device))
                .At(device, context)
                .As("-device"),
        ];
    }
}
