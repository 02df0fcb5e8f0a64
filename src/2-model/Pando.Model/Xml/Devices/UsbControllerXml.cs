using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>What is special about a <c>controller type='usb'</c>.</summary>
internal static class UsbControllerXml
{
    public static UsbController Read(ElementReader controller)
    {
        var model = controller.Word<UsbControllerModel>("model");
        int? master = controller.Child("master") is { } element ? element.Number("startport", 0, 5) ?? throw element.Missing("@startport") : null;
        return new UsbController
        {
            Model = model,
            Ports = model is UsbControllerModel.QemuXhci or UsbControllerModel.NecXhci ? controller.Number("ports", 1, 15) : null,
            MasterStartPort = model switch
            {
                UsbControllerModel.Ich9Uhci1 => master ?? 0,
                UsbControllerModel.Ich9Uhci2 => master ?? 2,
                UsbControllerModel.Ich9Uhci3 => master ?? 4,
                _ => master is null ? null : throw controller.Child("master")!.Conflict("ich9-uhci1 | ich9-uhci2 | ich9-uhci3"),
            },
        };
    }

    public static XObject?[] Write(UsbController usb) =>
    [
        Attribute("ports", usb.Ports),
        usb.MasterStartPort is null ? null : new XElement("master", Attribute("startport", usb.MasterStartPort)),
    ];
}
