using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The attributes of a <c>driver</c> element that every virtio device has.</summary>
internal static class VirtioOptionsXml
{
    public static VirtioOptions Read(ElementReader? driver) => driver is null ? VirtioOptions.Unsaid : new VirtioOptions
    {
        Iommu = driver.OnOff("iommu"),
        Ats = driver.OnOff("ats"),
        Packed = driver.OnOff("packed"),
        PagePerQueue = driver.OnOff("page_per_vq"),
    };

    public static XObject?[] Write(VirtioOptions options) =>
    [
        OnOff("iommu", options.Iommu), OnOff("ats", options.Ats), OnOff("packed", options.Packed), OnOff("page_per_vq", options.PagePerQueue),
    ];
}
