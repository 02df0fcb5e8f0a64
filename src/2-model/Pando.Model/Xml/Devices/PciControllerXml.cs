using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>What is special about a <c>controller type='pci'</c>.</summary>
internal static class PciControllerXml
{
    public static PciController Read(ElementReader controller)
    {
        var model = controller.RequiredWord<PciControllerModel>("model");
        if (DeviceName(model) is { } device)
        {
            controller.Child("model")?.Only("name", device);
        }
        var target = controller.Child("target");
        var isPort = model == PciControllerModel.PcieRootPort;
        return new PciController
        {
            Model = model,
            Chassis = isPort ? target?.Number("chassis", 0, 255) : null,
            Port = isPort ? target?.Number("port", 0, 255) : null,
            HotPlug = isPort ? target?.OnOff("hotplug") : null,
            ChassisNumber = model == PciControllerModel.PciBridge ? target?.Number("chassisNr", 1, 255) : null,
        };
    }

    public static XObject?[] Write(PciController pci) =>
    [
        DeviceName(pci.Model) is { } device ? new XElement("model", Attribute("name", device)) : null,
        UnlessEmpty("target",
            Attribute("chassisNr", pci.ChassisNumber), Attribute("chassis", pci.Chassis),
            pci.Port is { } port ? new XAttribute("port", $"0x{port:x}") : null, OnOff("hotplug", pci.HotPlug)),
    ];

    /// <summary>QEMU's name of the device; null for the roots, which are no devices.</summary>
    private static string? DeviceName(PciControllerModel model) => model switch
    {
        PciControllerModel.PcieRootPort => "pcie-root-port",
        PciControllerModel.PcieToPciBridge => "pcie-pci-bridge",
        PciControllerModel.PciBridge => "pci-bridge",
        _ => null,
    };
}
