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
        RefuseOthers(devices);
        var controllers = devices.Controllers.Items.Select(controller => controller switch
        {
            IdeController { Address: PciAddress address } when !address.IsSamePlace(Ide) => throw PciTopology.Misplaced(controller, address, Ide.ToString()),
            IdeController { Address: null } => controller with { Address = Ide },
            UsbController { Index: 0, Model: UsbControllerModel.Piix3Uhci, Address: null } => controller with { Address = Usb },
            _ => controller,
        }).ToEquatableArray();
        buses.Buses[0].TakeSlot(SouthBridge);
        return devices with { Controllers = controllers, Videos = FirstScreen.Fix(devices.Videos, buses, Chipset.I440fx, Screen) };
    }

    // The slot is the chipset's whole, also the functions of controllers that a definition does not mention.
    private static void RefuseOthers(DomainDevices devices)
    {
        foreach (var device in devices.All())
        {
            var belongs = device is IdeController or UsbController { Model: UsbControllerModel.Piix3Uhci, Address: PciAddress { Function: 2 } };
            if (!belongs && device.Address is PciAddress { Bus: 0, Slot: SouthBridge } address)
            {
                throw PciTopology.Taken(device, address);
            }
        }
    }
}
