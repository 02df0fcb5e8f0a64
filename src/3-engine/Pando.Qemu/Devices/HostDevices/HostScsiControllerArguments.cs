using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;
using Pando.Qemu.Machine;

namespace Pando.Qemu.Devices.HostDevices;

/// <summary>SCSI targets of the host's kernel (vhost-scsi).</summary>
internal static class HostScsiControllerArguments
{
    public static IEnumerable<QemuArgument> Of(HostScsiController controller, ArgumentContext context) =>
    [
        context.Device(VirtioArguments.Driver("vhost-scsi-pci", controller.Model), controller)
            .Add("wwpn", controller.WorldWidePortName)
            .Add("vhostfd", context.Table.Add(context.File(controller)).ToString(CultureInfo.InvariantCulture))
            .Add("bootindex", context.BootIndexOf(controller))
            .At(controller, context)
            .As("-device"),
    ];
}
