using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>A controller: what other devices hang on.</summary>
public abstract record ControllerDevice : Device
{
    private protected ControllerDevice() { }

    /// <summary>Its number among those of its kind; null until it is assigned.</summary>
    public int? Index { get; init; }
}

/// <summary>A SATA (AHCI) controller with six ports.</summary>
public sealed record SataController : ControllerDevice;

/// <summary>An IDE controller with two channels of two drives.</summary>
public sealed record IdeController : ControllerDevice
{
    /// <summary>What it is; the chipset decides, whatever is said.</summary>
    public IdeControllerModel? Model { get; init; }
}

/// <summary>What an IDE controller is.</summary>
public enum IdeControllerModel
{
    /// <summary>That of the i440fx chipset.</summary>
    [XmlEnum("piix3")]
    Piix3,

    /// <summary>Its successor.</summary>
    [XmlEnum("piix4")]
    Piix4,

    /// <summary>That of the ICH6.</summary>
    [XmlEnum("ich6")]
    Ich6,
}

/// <summary>A virtio-serial controller, for channels and virtio consoles.</summary>
public sealed record VirtioSerialController : ControllerDevice
{
    /// <summary>The form of virtio; null is the usual one.</summary>
    public VirtioModel? Model { get; init; }

    /// <summary>The most ports it can have; null leaves it to QEMU.</summary>
    public int? Ports { get; init; }

    /// <summary>The number of interrupt vectors; null leaves it to QEMU.</summary>
    public int? Vectors { get; init; }

    /// <summary>The rings.</summary>
    public VirtioOptions Virtio { get; init; } = VirtioOptions.Unsaid;
}

/// <summary>The floppy controller.</summary>
public sealed record FloppyController : ControllerDevice;

/// <summary>A USB reader that smartcards are put into.</summary>
public sealed record CcidController : ControllerDevice;
