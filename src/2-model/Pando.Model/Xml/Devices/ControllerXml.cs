using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>controller</c> elements.</summary>
internal static class ControllerXml
{
    public static ControllerDevice Read(ElementReader controller)
    {
        var kind = controller.RequiredAttribute("type");
        var index = controller.Number("index", 0, 255);
        ControllerDevice read = kind switch
        {
            "pci" => PciControllerXml.Read(controller),
            "usb" => UsbControllerXml.Read(controller),
            "sata" => new SataController(),
            "ide" => new IdeController(),
            "scsi" => Scsi(controller),
            "virtio-serial" => VirtioSerial(controller),
            _ => throw controller.BadValue("type", kind, "pci | usb | sata | scsi | virtio-serial | ide"),
        };
        // The companions of a USB 2 controller share its number.
        if (index is { } number && read is not UsbController { MasterStartPort: not null })
        {
            controller.Claim("controller " + kind, number.ToString(CultureInfo.InvariantCulture));
        }
        return read with { Index = index, Alias = PlaceXml.Alias(controller), AcpiIndex = PlaceXml.AcpiIndex(controller), Address = PlaceXml.Address(controller, "pci", "pci") };
    }

    public static XElement Write(ControllerDevice controller, DomainXmlOptions options)
    {
        var (kind, model, rest) = controller switch
        {
            PciController pci => ("pci", XmlWords<PciControllerModel>.Of(pci.Model), PciControllerXml.Write(pci)),
            UsbController usb => ("usb", usb.Model is { } word ? XmlWords<UsbControllerModel>.Of(word) : null, UsbControllerXml.Write(usb)),
            ScsiController scsi => ("scsi", "virtio-scsi", [UnlessEmpty("driver", Attribute("queues", scsi.Queues))]),
            VirtioSerialController serial => ("virtio-serial", null, [Attribute("ports", serial.Ports), Attribute("vectors", serial.Vectors)]),
            IdeController => ("ide", null, []),
            _ => ("sata", (string?)null, Array.Empty<XObject?>()),
        };
        return new XElement("controller", Attribute("type", kind), Attribute("index", controller.Index), Attribute("model", model),
            rest, PlaceXml.Write(controller, options));
    }

    private static ScsiController Scsi(ElementReader controller)
    {
        controller.Only("model", "virtio-scsi");
        return new ScsiController { Queues = controller.Child("driver")?.Number("queues", 1, 1024) };
    }

    private static VirtioSerialController VirtioSerial(ElementReader controller)
    {
        controller.Only("model", "virtio");
        return new VirtioSerialController { Ports = controller.Number("ports", 1, 511), Vectors = controller.Number("vectors", 0, 2048) };
    }
}
