using System.Collections.Immutable;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Model.Domains;

/// <summary>Ports of USB devices; where they run out another controller is added.</summary>
internal static class UsbAddresses
{
    // What QEMU's qemu-xhci has at most, and where it says nothing.
    private const int MostPorts = 15;
    private const int UsualPorts = 4;

    // Far more than there are places on PCI.
    private const int MostControllers = 255;

    public static DomainDevices Assign(DomainDevices devices)
    {
        var controllers = devices.Controllers.Items.OfType<UsbController>().Where(usb => usb.MasterStartPort is null).ToList();
        var taken = devices.All().Select(device => device.Address).OfType<UsbAddress>().Select(address => (address.Bus, address.Port)).ToHashSet();
        List<ControllerDevice> added = [];
        return devices with
        {
            Disks = devices.Disks.Items.Select(disk => disk.Bus == DiskBus.Usb ? disk with { Address = Placed(disk, disk.TargetName) } : disk).ToEquatableArray(),
            Inputs = devices.Inputs.Items.Select(input => input.Bus == InputBus.Usb ? input with { Address = Placed(input, input.Kind.ToString()) } : input).ToEquatableArray(),
            Serials = devices.Serials.Items.Select(serial => serial.Target == SerialTarget.Usb ? serial with { Address = Placed(serial, "serial") } : serial).ToEquatableArray(),
            Interfaces = devices.Interfaces.Items.Select(card => card.Model == InterfaceModel.UsbNet ? card with { Address = Placed(card, DeviceNames.Of(card)) } : card).ToEquatableArray(),
            HostDevices = devices.HostDevices.Items.Select(device => device is HostUsbDevice ? device with { Address = Placed(device, DeviceNames.Of(device)) } : device).ToEquatableArray(),
            Controllers = devices.Controllers.Items
                .Select(controller => controller is CcidController ? controller with { Address = Placed(controller, DeviceNames.Of(controller)) } : controller)
                .ToImmutableArray().AddRange(added),
        };

        UsbAddress Placed(Device device, string name)
        {
            var asked = device.Address as UsbAddress;
            if (asked?.Port is not null)
            {
                return asked;
            }
            if (controllers.Exists(controller => controller.Model == UsbControllerModel.None))
            {
                throw NoPlace(name);
            }
            foreach (var controller in controllers.Where(controller => asked is null || controller.Index == asked.Bus))
            {
                for (var port = 1; port <= Ports(controller); port++)
                {
                    var text = port.ToString(System.Globalization.CultureInfo.InvariantCulture);
                    if (taken.Add((controller.Index!.Value, text)))
                    {
                        return new UsbAddress(controller.Index!.Value, text);
                    }
                }
            }
            var next = controllers.Max(controller => controller.Index) + 1 ?? 0;
            if (asked is not null || next > MostControllers)
            {
                throw NoPlace(name);
            }
            var more = new UsbController { Index = next, Model = UsbControllerModel.QemuXhci, Ports = MostPorts };
            controllers.Add(more);
            added.Add(more);
            return Placed(device, name);
        }
    }

    private static int Ports(UsbController controller) => controller.Model switch
    {
        UsbControllerModel.QemuXhci or UsbControllerModel.NecXhci => controller.Ports ?? UsualPorts,
        UsbControllerModel.Ich9Ehci1 or UsbControllerModel.Ehci => 6,
        UsbControllerModel.PciOhci => 3,
        _ => 2,
    };

    private static CallerException NoPlace(string name) => new(ErrorCodes.Definition.NoPlace, ("device", name), ("bus", "usb"));
}
