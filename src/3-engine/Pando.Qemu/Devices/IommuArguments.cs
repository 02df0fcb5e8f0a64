using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>The guest's IOMMU. It is there before every device that it is to stand before.</summary>
internal static class IommuArguments
{
    public static IEnumerable<QemuArgument> Of(IommuDevice? iommu, ArgumentContext context) => iommu switch
    {
        null => [],
        { Model: IommuModel.Virtio } => [context.Device("virtio-iommu-pci", iommu).At(iommu, context).As("-device")],
        // The device of an ARM machine's own board: no PC's QEMU has it.
        { Model: IommuModel.SmmuV3 } => [context.Device("arm-smmuv3", iommu).As("-device")],
        _ =>
        [
            context.Device("intel-iommu", iommu)
                .Add("intremap", OnOff(iommu.InterruptRemapping))
                .Add("caching-mode", iommu.CachingMode)
                .Add("eim", OnOff(iommu.ExtendedInterrupts))
                .Add("device-iotlb", iommu.DeviceTlb)
                .Add("aw-bits", iommu.AddressBits)
                .As("-device"),
        ],
    };

    private static string? OnOff(bool? value) => value switch { null => null, true => "on", false => "off" };
}
