using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>An IOMMU of the guest: its devices see memory through it. What is null is left to QEMU.</summary>
public sealed record IommuDevice : Device
{
    /// <summary>What it is.</summary>
    public required IommuModel Model { get; init; }

    /// <summary>Whether interrupts go through it too (Intel); needs an interrupt controller in QEMU.</summary>
    public bool? InterruptRemapping { get; init; }

    /// <summary>Whether the guest tells of new mappings (Intel); what VFIO devices need.</summary>
    public bool? CachingMode { get; init; }

    /// <summary>Whether interrupts can go to more than 255 processors (Intel).</summary>
    public bool? ExtendedInterrupts { get; init; }

    /// <summary>Whether devices may keep translations (Intel).</summary>
    public bool? DeviceTlb { get; init; }

    /// <summary>The width of addresses in bits (Intel): 39 or 48.</summary>
    public int? AddressBits { get; init; }
}

/// <summary>What an IOMMU is.</summary>
public enum IommuModel
{
    /// <summary>Intel VT-d.</summary>
    Intel,

    /// <summary>That of 64-bit ARM machines.</summary>
    [XmlEnum("smmuv3")]
    SmmuV3,

    /// <summary>virtio-iommu.</summary>
    Virtio,
}
