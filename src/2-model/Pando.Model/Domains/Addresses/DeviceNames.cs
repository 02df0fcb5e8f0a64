using System.Globalization;
using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>What devices are called in errors.</summary>
internal static class DeviceNames
{
    /// <summary>What a device is called in an error.</summary>
    public static string Of(Device device) => device switch
    {
        DiskDevice disk => $"disk {disk.TargetName}",
        InterfaceDevice card => $"interface {card.Mac}",
        PciController pci => $"controller {pci.Model} {pci.Index}",
        ControllerDevice controller => $"controller {controller.GetType().Name} {controller.Index}",
        SoundDevice sound => $"sound {sound.Model}",
        SerialDevice serial => $"serial {serial.Port}",
        HostPciDevice pci => $"hostdev {pci.Host}",
        HostUsbDevice usb => string.Create(CultureInfo.InvariantCulture, $"hostdev {usb.Vendor:x4}:{usb.Product:x4} {usb.SerialNumber} {usb.Bus}-{usb.Port}{usb.DeviceNumber}"),
        HostMediatedDevice mediated => $"hostdev {mediated.Uuid}",
        SharedMemoryDevice shmem => $"shmem {shmem.Name}",
        _ => device.GetType().Name,
    };
}
