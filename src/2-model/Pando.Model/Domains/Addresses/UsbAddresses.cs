using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>Ports of USB devices, in the order libvirt gives them; where they run out another controller is added.</summary>
internal static class UsbAddresses
{
    public static DomainDevices Assign(DomainDevices devices)
    {
        var ports = new UsbPorts(devices);
        devices = devices with { Hubs = Each(devices.Hubs, _ => true) };
        devices = devices with { HostDevices = Each(devices.HostDevices, device => device is HostUsbDevice) };
        devices = devices with { Disks = Each(devices.Disks, disk => disk.Bus == DiskBus.Usb) };
        devices = devices with { Interfaces = Each(devices.Interfaces, card => card.Model == InterfaceModel.UsbNet) };
        devices = devices with { Controllers = Each(devices.Controllers, controller => controller is CcidController) };
        devices = devices with { Inputs = Each(devices.Inputs, input => input.Bus == InputBus.Usb) };
        devices = devices with { Sounds = Each(devices.Sounds, sound => sound.Model == SoundModel.Usb) };
        devices = devices with { Redirections = Each(devices.Redirections, _ => true) };
        devices = devices with { Serials = Each(devices.Serials, serial => serial.Target == SerialTarget.Usb) };
        return devices with { Controllers = devices.Controllers.Items.AddRange(ports.Added) };

        EquatableArray<T> Each<T>(EquatableArray<T> all, Predicate<T> isOnUsb) where T : Device =>
            all.Items.Select(device => isOnUsb(device) ? device with { Address = ports.Place(device) } : device).ToEquatableArray();
    }
}
