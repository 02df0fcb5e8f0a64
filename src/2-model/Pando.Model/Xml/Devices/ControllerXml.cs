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
            "ide" => new IdeController { Model = controller.Word<IdeControllerModel>("model") },
            "scsi" => ScsiControllerXml.Read(controller),
            "virtio-serial" => VirtioSerial(controller),
            "fdc" => index is null or 0 ? new FloppyController() : throw controller.BadValue("index", index.Value.ToString(CultureInfo.InvariantCulture), "0"),
            "ccid" => new CcidController(),
            _ => throw controller.BadValue("type", kind, "pci | usb | sata | scsi | virtio-serial | ide | fdc | ccid"),
        };
        // The companions of a USB 2 controller share its number.
        if (index is { } number && read is not UsbController { MasterStartPort: not null })
        {
            controller.Claim("controller " + kind, number.ToString(CultureInfo.InvariantCulture));
        }
        return read with
        {
            Index = index,
            Alias = PlaceXml.Alias(controller),
            AcpiIndex = read is FloppyController or CcidController ? null : PlaceXml.AcpiIndex(controller),
            Address = read switch
            {
                FloppyController => null,
                CcidController => PlaceXml.Address(controller, "usb", "usb"),
                _ => PlaceXml.Address(controller, "pci", "pci"),
            },
        };
    }

    public static XElement Write(ControllerDevice controller, DomainXmlOptions options)
    {
        var (kind, model, rest) = controller switch
        {
            PciController pci => ("pci", XmlWords<PciControllerModel>.Of(pci.Model), PciControllerXml.Write(pci)),
            UsbController usb => ("usb", usb.Model is { } word ? XmlWords<UsbControllerModel>.Of(word) : null, UsbControllerXml.Write(usb)),
            ScsiController scsi => ("scsi", scsi.Model is { } word ? XmlWords<ScsiControllerModel>.Of(word) : null, ScsiControllerXml.Write(scsi)),
            VirtioSerialController serial => ("virtio-serial", serial.Model is { } word ? XmlWords<VirtioModel>.Of(word) : null,
                [Attribute("ports", serial.Ports), Attribute("vectors", serial.Vectors), UnlessEmpty("driver", VirtioOptionsXml.Write(serial.Virtio))]),
            IdeController ide => ("ide", ide.Model is { } word ? XmlWords<IdeControllerModel>.Of(word) : null, []),
            FloppyController => ("fdc", null, []),
            CcidController => ("ccid", null, []),
            _ => ("sata", (string?)null, Array.Empty<XObject?>()),
        };
        return new XElement("controller", Attribute("type", kind), Attribute("index", controller.Index), Attribute("model", model),
            rest, PlaceXml.Write(controller, options));
    }

    private static VirtioSerialController VirtioSerial(ElementReader controller) => new()
    {
        Model = controller.Word<VirtioModel>("model"),
        Ports = controller.Number("ports", 1, 511),
        Vectors = controller.Number("vectors", 0, 2048),
        Virtio = VirtioOptionsXml.Read(controller.Child("driver")),
    };
}
