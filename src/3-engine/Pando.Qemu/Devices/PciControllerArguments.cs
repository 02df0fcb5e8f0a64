using System.Globalization;
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
            PciControllerModel.PcieRootPort => context.Device(controller.DeviceName ?? "pcie-root-port", controller)
                .Add("port", controller.Port)
                .Add("chassis", controller.Chassis ?? controller.Index)
                .Add("hotplug", controller.HotPlug),
            PciControllerModel.PcieToPciBridge => context.Device("pcie-pci-bridge", controller),
            PciControllerModel.PciBridge => context.Device("pci-bridge", controller)
                .Add("chassis_nr", controller.ChassisNumber ?? controller.Index),
            PciControllerModel.DmiToPciBridge => context.Device("i82801b11-bridge", controller),
            PciControllerModel.PcieSwitchUpstreamPort => context.Device("x3130-upstream", controller),
            PciControllerModel.PcieSwitchDownstreamPort => context.Device("xio3130-downstream", controller)
                .Add("port", controller.Port)
                .Add("chassis", controller.Chassis)
                .Add("hotplug", controller.HotPlug),
            PciControllerModel.PciExpanderBus => Expander("pxb", controller, context),
            PciControllerModel.PcieExpanderBus => Expander("pxb-pcie", controller, context),
            _ => null,
        };
        if (controller.Hole64KiB is { } hole)
        {
            string host = context.IsExpress ? "q35-pcihost" : "i440FX-pcihost";
            return [new QemuArgument("-global", string.Create(CultureInfo.InvariantCulture, $"{host}.pci-hole64-size={hole}K"))];
        }

        return form is null ? [] : [form.At(controller, context).As("-device")];
    }

    private static JsonForm Expander(string driver, PciController controller, ArgumentContext context) =>
        context.Device(driver, controller).Add("bus_nr", controller.BusNumber).Add("numa_node", controller.NumaNode);
}
