using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>USB controllers.</summary>
internal static class UsbControllerArguments
{
    public static IEnumerable<QemuArgument> Of(UsbController controller, ArgumentContext context)
    {
        if (controller.Model is UsbControllerModel.None)
        {
            return [];
        }

        JsonForm form = controller.Model switch
        {
            UsbControllerModel.QemuXhci or UsbControllerModel.NecXhci => context.Device(controller.Model == UsbControllerModel.NecXhci ? "nec-usb-xhci" : "qemu-xhci", controller)
                // One number in the definition: the same count of USB 2 and of USB 3 ports.
                .Add("p2", controller.Ports)
                .Add("p3", controller.Ports),
            UsbControllerModel.Ich9Ehci1 => context.Device("ich9-usb-ehci1", controller),
            UsbControllerModel.Ich9Uhci1 => Companion("ich9-usb-uhci1", controller, context),
            UsbControllerModel.Ich9Uhci2 => Companion("ich9-usb-uhci2", controller, context),
            UsbControllerModel.Ich9Uhci3 => Companion("ich9-usb-uhci3", controller, context),
            UsbControllerModel.Piix4Uhci => context.Device("piix4-usb-uhci", controller),
            UsbControllerModel.Ehci => context.Device("usb-ehci", controller),
            UsbControllerModel.Vt82C686BUhci => context.Device("vt82c686b-usb-uhci", controller),
            UsbControllerModel.PciOhci => context.Device("pci-ohci", controller),
            UsbControllerModel.Piix3Uhci => context.Device("piix3-usb-uhci", controller),
            _ => context.Device(context.IsExpress ? "qemu-xhci" : "piix3-usb-uhci", controller),
        };
        return [form.At(controller, context).As("-device")];
    }

    /// <summary>A companion has the index of its EHCI controller, and so its alias: it goes without an id.</summary>
    private static JsonForm Companion(string driver, UsbController controller, ArgumentContext context)
    {
        context.Capabilities.Require(driver);
        return new JsonForm()
            .Add("driver", driver)
            .Add("masterbus", $"{ArgumentContext.Alias(controller)}.0")
            .Add("firstport", controller.MasterStartPort);
    }
}
