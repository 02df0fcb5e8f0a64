using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>hostdev</c> element.</summary>
internal static class HostDeviceXml
{
    public static HostDevice Read(ElementReader device)
    {
        // The other mode hands parts of the host to containers.
        device.Only("mode", "subsystem");
        var kind = device.RequiredAttribute("type");
        HostDevice read = kind switch
        {
            "pci" => HostPciXml.Read(device),
            "usb" => HostUsbXml.Read(device),
            "scsi" => HostScsiXml.Read(device),
            "scsi_host" => HostScsiControllerXml.Read(device),
            "mdev" => HostMediatedXml.Read(device),
            _ => throw device.BadValue("type", kind, "pci | usb | scsi | scsi_host | mdev"),
        };
        var onPci = read is HostPciDevice or HostScsiController or HostMediatedDevice { Model: MediatedModel.VfioPci };
        return read with
        {
            Managed = device.YesNo("managed"),
            BootOrder = PlaceXml.BootOrder(device),
            Rom = read is HostPciDevice ? OptionRomXml.Read(device.Child("rom")) : new(),
            Alias = PlaceXml.Alias(device),
            AcpiIndex = onPci ? PlaceXml.AcpiIndex(device) : null,
            Address = read switch
            {
                HostUsbDevice => PlaceXml.Address(device, "usb", "usb"),
                HostScsiDevice => PlaceXml.Address(device, "drive", "scsi"),
                HostPciDevice when device.Child("address")?.Attribute("type") == "unassigned" => UnassignedAddress.Instance,
                _ when onPci => PlaceXml.Address(device, "pci", "pci"),
                _ => null,
            },
        };
    }

    public static XElement Write(HostDevice device, DomainXmlOptions options)
    {
        var (kind, rest) = device switch
        {
            HostPciDevice pci => ("pci", HostPciXml.Write(pci)),
            HostUsbDevice usb => ("usb", HostUsbXml.Write(usb)),
            HostScsiDevice scsi => ("scsi", HostScsiXml.Write(scsi, options)),
            HostScsiController controller => ("scsi_host", HostScsiControllerXml.Write(controller)),
            HostMediatedDevice mediated => ("mdev", HostMediatedXml.Write(mediated)),
            _ => throw new ArgumentOutOfRangeException(nameof(device), device, null),
        };
        return new XElement("hostdev",
            Attribute("mode", "subsystem"), Attribute("type", kind), YesNo("managed", device.Managed),
            rest, PlaceXml.BootOrder(device.BootOrder), OptionRomXml.Write(device.Rom), PlaceXml.Write(device, options));
    }
}
