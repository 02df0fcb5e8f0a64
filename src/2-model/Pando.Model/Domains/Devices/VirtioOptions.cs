namespace Pando.Model.Domains.Devices;

/// <summary>What every virtio device on PCI can be told about its rings (attributes of the <c>driver</c> element).</summary>
public sealed record VirtioOptions
{
    /// <summary>Nothing is said; QEMU decides.</summary>
    public static readonly VirtioOptions Unsaid = new();

    /// <summary>Whether the device sees memory through the guest's IOMMU.</summary>
    public bool? Iommu { get; init; }

    /// <summary>Whether the device keeps translations of its own (PCIe address translation services).</summary>
    public bool? Ats { get; init; }

    /// <summary>Whether the rings are packed (virtio 1.1) instead of split.</summary>
    public bool? Packed { get; init; }

    /// <summary>Whether each queue has a page of its own to be notified in.</summary>
    public bool? PagePerQueue { get; init; }
}

/// <summary>Which form of virtio the guest sees.</summary>
public enum VirtioModel
{
    /// <summary>Both forms on PCI, only the modern one on PCI Express.</summary>
    Virtio,

    /// <summary>The old form and the modern one; needs a conventional PCI slot.</summary>
    VirtioTransitional,

    /// <summary>Only virtio 1.0 and later.</summary>
    VirtioNonTransitional,
}
