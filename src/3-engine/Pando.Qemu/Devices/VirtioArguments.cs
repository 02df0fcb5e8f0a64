using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>What is common to virtio devices on PCI.</summary>
internal static class VirtioArguments
{
    /// <summary>The driver of a form of virtio: <c>virtio-net-pci</c>, <c>virtio-net-pci-transitional</c>…</summary>
    public static string Driver(string driver, VirtioModel? model) => model switch
    {
        VirtioModel.VirtioTransitional => driver + "-transitional",
        VirtioModel.VirtioNonTransitional => driver + "-non-transitional",
        _ => driver,
    };

    /// <summary>Adds what is said about the rings.</summary>
    public static JsonForm Add(this JsonForm form, VirtioOptions options) => form
        .Add("iommu_platform", options.Iommu)
        .Add("ats", options.Ats)
        .Add("packed", options.Packed)
        .Add("page-per-vq", options.PagePerQueue);
}
