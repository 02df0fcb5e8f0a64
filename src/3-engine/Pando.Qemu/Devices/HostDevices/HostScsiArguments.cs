using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;
using Pando.Qemu.Machine;

namespace Pando.Qemu.Devices.HostDevices;

/// <summary>SCSI devices of the host, which take the guest's commands themselves (/dev/sgN).</summary>
internal static class HostScsiArguments
{
    public static IEnumerable<QemuArgument> Of(HostScsiDevice device, ArgumentContext context)
    {
        string alias = ArgumentContext.Alias(device);
        if (device.Source is not AdapterScsiSource)
        {
            throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", alias), ("reason", "qemu.reason.disk-source"));
        }

        string node = $"{alias}-backend";
        JsonForm front = context.Device("scsi-generic", device);
        if (device.Address is DriveAddress at)
        {
            front = front.Add("bus", $"{DevicePlaces.Controller<ScsiController>(at.Controller, context)}.0")
                .Add("channel", at.Bus)
                .Add("scsi-id", at.Target)
                .Add("lun", at.Unit);
        }

        return
        [
            // By its name: behind a descriptor's QEMU does not see that it is such a device, and looks for its end as of a disk.
            new JsonForm().Add("driver", "host_device")
                .Add("filename", context.Opened.Nodes[alias])
                .Add("node-name", node)
                .Add("read-only", device.ReadOnly ? true : null)
                .As("-blockdev"),
            front.Add("share-rw", device.Shareable ? true : null).Add("drive", node).Add("bootindex", context.BootIndexOf(device)).As("-device"),
        ];
    }
}
