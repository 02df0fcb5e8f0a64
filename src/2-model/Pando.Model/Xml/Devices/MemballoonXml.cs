using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>memballoon</c> element.</summary>
internal static class MemballoonXml
{
    public static MemballoonDevice Read(ElementReader balloon)
    {
        var device = new MemballoonDevice
        {
            Model = balloon.RequiredWord<MemballoonModel>("model"),
            Virtio = VirtioOptionsXml.Read(balloon.Child("driver")),
            StatsPeriodSeconds = balloon.Child("stats")?.Number("period"),
            AutoDeflate = balloon.OnOff("autodeflate"),
            FreePageReporting = balloon.OnOff("freePageReporting"),
            Alias = PlaceXml.Alias(balloon),
            AcpiIndex = PlaceXml.AcpiIndex(balloon),
            Address = PlaceXml.Address(balloon, "pci", "pci"),
        };
        // Where there is no balloon there is nothing to set; libvirt too passes over what stands there.
        return device.Model == MemballoonModel.None ? new MemballoonDevice { Model = MemballoonModel.None } : device;
    }

    public static XElement Write(MemballoonDevice balloon, DomainXmlOptions options) => new("memballoon",
        Word<MemballoonModel>("model", balloon.Model),
        OnOff("autodeflate", balloon.AutoDeflate),
        OnOff("freePageReporting", balloon.FreePageReporting),
        balloon.StatsPeriodSeconds is null ? null : new XElement("stats", Attribute("period", balloon.StatsPeriodSeconds)),
        UnlessEmpty("driver", VirtioOptionsXml.Write(balloon.Virtio)),
        PlaceXml.Write(balloon, options));
}
