using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>iommu</c> element.</summary>
internal static class IommuXml
{
    public static IommuDevice Read(ElementReader iommu)
    {
        var model = iommu.RequiredWord<IommuModel>("model");
        var driver = iommu.Child("driver");
        if (model != IommuModel.Intel && driver is not null)
        {
            throw driver.Conflict($"model='{XmlWords<IommuModel>.Of(model)}'");
        }
        return new IommuDevice
        {
            Model = model,
            InterruptRemapping = driver?.OnOff("intremap"),
            CachingMode = driver?.OnOff("caching_mode"),
            ExtendedInterrupts = driver?.OnOff("eim"),
            DeviceTlb = driver?.OnOff("iotlb"),
            AddressBits = driver?.Number("aw_bits", 1, 64),
            Alias = PlaceXml.Alias(iommu),
            AcpiIndex = model == IommuModel.Virtio ? PlaceXml.AcpiIndex(iommu) : null,
            Address = model == IommuModel.Virtio ? PlaceXml.Address(iommu, "pci", "pci") : null,
        };
    }

    public static XElement Write(IommuDevice iommu, DomainXmlOptions options) => new("iommu",
        Word<IommuModel>("model", iommu.Model),
        UnlessEmpty("driver",
            OnOff("intremap", iommu.InterruptRemapping), OnOff("caching_mode", iommu.CachingMode), OnOff("eim", iommu.ExtendedInterrupts),
            OnOff("iotlb", iommu.DeviceTlb), Attribute("aw_bits", iommu.AddressBits)),
        PlaceXml.Write(iommu, options));
}
