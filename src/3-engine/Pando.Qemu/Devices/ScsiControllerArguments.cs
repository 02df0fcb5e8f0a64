using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;
using Pando.Qemu.Machine;

namespace Pando.Qemu.Devices;

/// <summary>SCSI controllers.</summary>
internal static class ScsiControllerArguments
{
    public static QemuArgument Of(ScsiController scsi, ArgumentContext context) => context.Device(Driver(scsi.Model), scsi)
        .Add(scsi.Virtio)
        .Add("iothread", scsi.IoThread is { } thread ? IoThreadArguments.Name(thread) : null)
        .Add("num_queues", scsi.Queues)
        .Add("cmd_per_lun", scsi.RequestsOfUnit)
        .Add("max_sectors", scsi.MostSectors)
        .Add("ioeventfd", scsi.IoEventFd)
        .At(scsi, context)
        .As("-device");

    private static string Driver(ScsiControllerModel? model) => model switch
    {
        ScsiControllerModel.VirtioTransitional => "virtio-scsi-pci-transitional",
        ScsiControllerModel.VirtioNonTransitional => "virtio-scsi-pci-non-transitional",
        ScsiControllerModel.LsiLogic => "lsi53c895a",
        ScsiControllerModel.LsiSas1068 => "mptsas1068",
        ScsiControllerModel.LsiSas1078 => "megasas",
        ScsiControllerModel.VmwareParavirtual => "pvscsi",
        ScsiControllerModel.Dc390 => "dc390",
        ScsiControllerModel.Am53C974 => "am53c974",
        _ => "virtio-scsi-pci",
    };
}
