using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>PCI ports and bridges. The root is part of the machine.</summary>
internal static class PciControllerArguments
{
    public static IEnumerable<QemuArgument> Of(PciController controller, ArgumentContext context)
    {
        JsonForm? form = controller.Model switch
        {
            PciControllerModel.PcieRootPort => context.Device("pcie-root-port", controller)
                .Add("port", controller.Port)
                .Add("chassis", controller.Chassis ?? controller.Index)
                .Add("hotplug", controller.HotPlug),
            PciControllerModel.PcieToPciBridge => context.Device("pcie-pci-bridge", controller),
            PciControllerModel.PciBridge => context.Device("pci-bridge", controller)
                .Add("chassis_nr", controller.ChassisNumber ?? controller.Index),
            _ => null,
        };
        return form is null ? [] : [form.At(controller, context).As("-device")];
    }
}
