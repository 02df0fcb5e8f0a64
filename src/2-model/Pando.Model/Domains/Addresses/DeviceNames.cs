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
        SerialDevice serial => $"serial {serial.Port}",
        _ => device.GetType().Name,
    };
}
