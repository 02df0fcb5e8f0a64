using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>What is special about a <c>controller type='pci'</c>. What its model does not have is left unread, and so refused.</summary>
internal static class PciControllerXml
{
    public static PciController Read(ElementReader controller)
    {
        var model = controller.RequiredWord<PciControllerModel>("model");
        var device = controller.Child("model")?.RequiredAttribute("name");
        var names = DeviceNames(model);
        if (device is not null && !names.Contains(device))
        {
            throw controller.RequiredChild("model").BadValue("name", device, names.Length == 0 ? "–" : string.Join(" | ", names));
        }
        var target = controller.Child("target");
        var isRoot = model is PciControllerModel.PciRoot or PciControllerModel.PcieRoot;
        var isPort = model is PciControllerModel.PcieRootPort or PciControllerModel.PcieSwitchDownstreamPort;
        var isExpander = model is PciControllerModel.PciExpanderBus or PciControllerModel.PcieExpanderBus;
        return new PciController
        {
            Model = model,
            DeviceName = device == names.FirstOrDefault() ? null : device,
            Hole64KiB = isRoot && controller.Child("pcihole64") is { } hole ? Hole(hole) : null,
            Chassis = isPort ? target?.Number("chassis", 0, 255) : null,
            Port = isPort ? target?.Number("port", 0, 255) : null,
            HotPlug = isPort ? target?.OnOff("hotplug") : null,
            ChassisNumber = model == PciControllerModel.PciBridge ? target?.Number("chassisNr", 1, 255) : null,
            BusNumber = isExpander ? target?.Number("busNr", 1, 254) : null,
            NumaNode = isExpander && target?.Child("node") is { } node ? (int)node.TextNumber(0, 1023) : null,
        };
    }

    public static XObject?[] Write(PciController pci) =>
    [
        (pci.DeviceName ?? DeviceNames(pci.Model).FirstOrDefault()) is { } device ? new XElement("model", Attribute("name", device)) : null,
        pci.Hole64KiB is { } hole ? new XElement("pcihole64", Attribute("unit", "KiB"), hole.ToString(CultureInfo.InvariantCulture)) : null,
        UnlessEmpty("target",
            Attribute("chassisNr", pci.ChassisNumber), Attribute("chassis", pci.Chassis),
            pci.Port is { } port ? new XAttribute("port", $"0x{port:x}") : null, Attribute("busNr", pci.BusNumber), OnOff("hotplug", pci.HotPlug),
            Text("node", pci.NumaNode?.ToString(CultureInfo.InvariantCulture))),
    ];

    /// <summary>QEMU's names of the devices that a model can be, the usual one first; none for the roots, which are no devices.</summary>
    private static string[] DeviceNames(PciControllerModel model) => model switch
    {
        PciControllerModel.PcieRootPort => ["pcie-root-port", "ioh3420"],
        PciControllerModel.PcieToPciBridge => ["pcie-pci-bridge"],
        PciControllerModel.PciBridge => ["pci-bridge"],
        PciControllerModel.DmiToPciBridge => ["i82801b11-bridge"],
        PciControllerModel.PcieSwitchUpstreamPort => ["x3130-upstream"],
        PciControllerModel.PcieSwitchDownstreamPort => ["xio3130-downstream"],
        PciControllerModel.PciExpanderBus => ["pxb"],
        PciControllerModel.PcieExpanderBus => ["pxb-pcie"],
        _ => [],
    };

    private static long Hole(ElementReader hole) => (ScaledBytes.Read(hole, 0, "KiB") + 1023) / 1024;
}
