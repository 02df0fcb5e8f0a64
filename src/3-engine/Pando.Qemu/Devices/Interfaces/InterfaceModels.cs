using Pando.Model.Domains.Devices;

namespace Pando.Qemu.Devices.Interfaces;

/// <summary>QEMU's names of network cards.</summary>
internal static class InterfaceModels
{
    public static string Driver(InterfaceModel model) => model switch
    {
        InterfaceModel.Virtio => "virtio-net-pci",
        InterfaceModel.VirtioTransitional => "virtio-net-pci-transitional",
        InterfaceModel.VirtioNonTransitional => "virtio-net-pci-non-transitional",
        InterfaceModel.E1000E => "e1000e",
        InterfaceModel.Ne2kPci => "ne2k_pci",
        InterfaceModel.UsbNet => "usb-net",
        InterfaceModel.E1000For82544Gc => "e1000-82544gc",
        InterfaceModel.E1000For82545Em => "e1000-82545em",
        _ => model.ToString().ToLowerInvariant(),
    };
}
