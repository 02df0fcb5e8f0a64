using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>The places that the i440fx chipset itself has, and those of devices that belong to it.</summary>
internal static class I440fxPlaces
{
    // The PIIX3: ISA bridge, IDE, USB, power management.
    private const int SouthBridge = 1;
    private const int Screen = 2;
    private static readonly PciAddress Ide = new(0, SouthBridge, 1);
    private static readonly PciAddress Usb = new(0, SouthBridge, 2);

    public static DomainDevices Fix(DomainDevices devices, PciTopology buses)
    {
        var root = buses.Buses[0];
        var controllers = devices.Controllers.Items.Select(controller => controller switch
        {
            IdeController { Address: PciAddress address } when !address.IsSamePlace(Ide) => throw PciTopology.Misplaced("controller ide 0", address, Ide.ToString()),
            IdeController { Address: null } => controller with { Address = Ide },
            UsbController { Index: 0, Model: UsbControllerModel.Piix3Uhci, Address: null } => controller with { Address = Usb },
            _ => controller,
        }).ToEquatableArray();
        root.TakeSlot(SouthBridge);
        return devices with { Controllers = controllers, Videos = FirstScreen.Fix(devices.Videos, buses, Chipset.I440fx, Screen) };
    }
}
