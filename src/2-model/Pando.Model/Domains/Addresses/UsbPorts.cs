using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Model.Domains;

/// <summary>The USB ports of a machine while places are being given.</summary>
internal sealed class UsbPorts
{
    // What QEMU's qemu-xhci has at most, and where it says nothing.
    private const int MostPorts = 15;
    private const int UsualPorts = 4;

    // Far more than there are places on PCI.
    private const int MostControllers = 255;

    // The root port and four hubs.
    private const int MostDepth = 5;

    private readonly List<UsbController> _controllers;
    private readonly HashSet<(int Bus, string Port)> _taken;
    private readonly HashSet<(int Bus, string Port)> _hubs;
    private readonly List<ControllerDevice> _added = [];

    /// <summary>Looks at what has a place already.</summary>
    /// <exception cref="CallerException"><c>definition.misplaced</c>: a port of a hub that is not there.</exception>
    public UsbPorts(DomainDevices devices)
    {
        _controllers = devices.Controllers.Items.OfType<UsbController>().Where(usb => usb.MasterStartPort is null).ToList();
        _taken = Places(devices.All());
        _hubs = Places(devices.Hubs);
        foreach (var device in devices.All())
        {
            if (device.Address is UsbAddress { Port: { } port } address && port.LastIndexOf('.') is var dot and > 0 && !_hubs.Contains((address.Bus, port[..dot])))
            {
                throw new CallerException(ErrorCodes.Definition.Misplaced,
                    ("device", DeviceNames.Of(device)), ("address", address.ToString()), ("reason", $"hub {address.Bus}:{port[..dot]} ?"));
            }
        }
    }

    /// <summary>The controllers that had to be added.</summary>
    public IReadOnlyCollection<ControllerDevice> Added => _added;

    /// <summary>Where the device goes; what has a port keeps it.</summary>
    /// <exception cref="CallerException"><c>definition.no-place</c></exception>
    public UsbAddress Place(Device device)
    {
        var asked = device.Address as UsbAddress;
        var place = asked?.Port is not null ? asked : New(device, asked?.Bus);
        if (device is HubDevice)
        {
            _hubs.Add((place.Bus, place.Port!));
        }
        return place;
    }

    private UsbAddress New(Device device, int? bus)
    {
        if (_controllers.Exists(controller => controller.Model == UsbControllerModel.None))
        {
            throw NoPlace(device);
        }
        foreach (var controller in _controllers.Where(controller => bus is null || controller.Index == bus))
        {
            if (Free(controller.Index!.Value, "", Ports(controller), depth: 1) is { } port)
            {
                _taken.Add((controller.Index.Value, port));
                return new UsbAddress(controller.Index.Value, port);
            }
        }
        var next = _controllers.Max(controller => controller.Index) + 1 ?? 0;
        if (bus is not null || next > MostControllers)
        {
            throw NoPlace(device);
        }
        var more = new UsbController { Index = next, Model = UsbControllerModel.QemuXhci, Ports = MostPorts };
        _controllers.Add(more);
        _added.Add(more);
        return New(device, bus);
    }

    // A port of its own first, then one of the hubs in its ports.
    private string? Free(int bus, string before, int ports, int depth)
    {
        var all = Enumerable.Range(1, ports).Select(port => before + port.ToString(CultureInfo.InvariantCulture)).ToList();
        return all.Find(port => !_taken.Contains((bus, port)))
            ?? (depth == MostDepth ? null : all.Where(port => _hubs.Contains((bus, port))).Select(port => Free(bus, port + ".", HubDevice.Ports, depth + 1)).FirstOrDefault(port => port is not null));
    }

    private static HashSet<(int Bus, string Port)> Places(IEnumerable<Device> devices) => devices.Select(device => device.Address).OfType<UsbAddress>()
        .Where(address => address.Port is not null).Select(address => (address.Bus, address.Port!)).ToHashSet();

    private static int Ports(UsbController controller) => controller.Model switch
    {
        UsbControllerModel.QemuXhci or UsbControllerModel.NecXhci => controller.Ports ?? UsualPorts,
        UsbControllerModel.Ich9Ehci1 or UsbControllerModel.Ehci => 6,
        UsbControllerModel.PciOhci => 3,
        _ => 2,
    };

    private static CallerException NoPlace(Device device) => new(ErrorCodes.Definition.NoPlace, ("device", DeviceNames.Of(device)), ("bus", "usb"));
}
