using System.Globalization;
using Pando.Model.Domains.Devices;

namespace Pando.Qemu.Arguments;

/// <summary>Turns the address of a device into the properties by which QEMU finds its place.</summary>
internal static class DevicePlaces
{
    /// <summary>Adds bus and place; nothing when there is no address, so that QEMU chooses.</summary>
    public static JsonForm At(this JsonForm form, Device device, ArgumentContext context) => device.Address switch
    {
        null => form,
        PciAddress pci => form
            .Add("bus", PciBus(pci.Bus, context))
            .Add("multifunction", pci.Multifunction)
            .Add("addr", PciSlot(pci))
            .Add("acpi-index", device.AcpiIndex),
        DimmAddress dimm => form.Add("slot", dimm.Slot).Add("addr", dimm.Base),
        UsbAddress usb => form.Add("bus", $"{UsbBus(usb.Bus, context)}.0").Add("port", usb.Port),
        VirtioSerialAddress port => form
            .Add("bus", string.Create(CultureInfo.InvariantCulture, $"{Controller<VirtioSerialController>(port.Controller, context)}.{port.Bus}"))
            .Add("nr", port.Port),
        // The one bus of a reader is its slot.
        CcidAddress card => form.Add("bus", string.Create(CultureInfo.InvariantCulture, $"ccid{card.Controller}.0")),
        IsaAddress isa => form.Add("iobase", isa.IoBase).Add("irq", isa.Irq),
        _ => throw new ArgumentOutOfRangeException(nameof(device), device.Address, "An address that this device cannot have."),
    };

    /// <summary>The id of the controller of that kind and index.</summary>
    public static string Controller<T>(int index, ArgumentContext context)
        where T : ControllerDevice =>
        context.Definition.Devices.Controllers.Items.OfType<T>().FirstOrDefault(c => (c.Index ?? 0) == index) is { } found
            ? ArgumentContext.Alias(found)
            : throw new ArgumentException($"A device hangs on a {typeof(T).Name} {index} that the machine does not have.", nameof(index));

    /// <summary>The companions of an EHCI controller have its index; the bus is that of the controller itself.</summary>
    private static string UsbBus(int index, ArgumentContext context) => Controller<UsbController>(index, context);

    private static string PciBus(int index, ArgumentContext context) =>
        index == 0 ? context.IsExpress ? "pcie.0" : "pci.0" : Controller<PciController>(index, context);

    private static string PciSlot(PciAddress pci) => pci.Function == 0
        ? string.Create(CultureInfo.InvariantCulture, $"0x{pci.Slot:x}")
        : string.Create(CultureInfo.InvariantCulture, $"0x{pci.Slot:x}.0x{pci.Function:x}");
}
