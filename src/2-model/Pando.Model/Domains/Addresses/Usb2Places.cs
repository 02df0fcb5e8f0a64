using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>A USB 2 controller and its companions share one slot, each with the function it has in the ICH9.</summary>
internal static class Usb2Places
{
    // Where the ICH9 has its own.
    private const int Slot = 0x1d;

    public static EquatableArray<ControllerDevice> Fix(EquatableArray<ControllerDevice> controllers, PciTopology buses)
    {
        var slots = new Dictionary<int, (int Bus, int Slot)>();
        foreach (var placed in controllers.Items.OfType<UsbController>().Where(usb => Function(usb) is not null))
        {
            if (placed.Address is PciAddress address)
            {
                slots.TryAdd(placed.Index!.Value, (address.Bus, address.Slot));
            }
        }
        return controllers.Items.Select(controller =>
        {
            if (controller is not UsbController { Address: null } usb || Function(usb) is not { } function)
            {
                return controller;
            }
            var index = usb.Index!.Value;
            if (!slots.TryGetValue(index, out var slot))
            {
                slot = New(buses, usb, function);
                slots.Add(index, slot);
            }
            else
            {
                buses.Take(new PciAddress(slot.Bus, slot.Slot, function), PciNeed.None, usb);
            }
            return usb with { Address = new PciAddress(slot.Bus, slot.Slot, function) };
        }).ToEquatableArray();
    }

    private static (int Bus, int Slot) New(PciTopology buses, UsbController usb, int function)
    {
        var root = buses.Buses[0];
        if (root.Model == PciControllerModel.PcieRoot && !root.IsSlotTaken(Slot))
        {
            root.Take(Slot, function, isPort: false);
            return (0, Slot);
        }
        var place = buses.Place(PciNeed.Conventional, usb);
        // The place is one for function 0; another function of the slot takes it along.
        if (function != 0)
        {
            buses.Take(place with { Function = function }, PciNeed.None, usb);
            buses.Buses[place.Bus].Free(place.Slot, 0);
        }
        return (place.Bus, place.Slot);
    }

    private static int? Function(UsbController usb) => usb.Model switch
    {
        UsbControllerModel.Ich9Uhci1 => 0,
        UsbControllerModel.Ich9Uhci2 => 1,
        UsbControllerModel.Ich9Uhci3 => 2,
        UsbControllerModel.Ich9Ehci1 => 7,
        _ => null,
    };
}
