using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>A device by which a guest tells that its kernel has crashed.</summary>
public sealed record PanicDevice : Device
{
    /// <summary>What it is; null until the default (on ISA) is filled in.</summary>
    public PanicModel? Model { get; init; }
}

/// <summary>By what a guest tells of a crash.</summary>
public enum PanicModel
{
    /// <summary>pvpanic on the ISA bus.</summary>
    Isa,

    /// <summary>pvpanic on PCI.</summary>
    [XmlEnum("pvpanic")]
    Pci,

    /// <summary>The crash registers of Hyper-V, which Windows writes.</summary>
    [XmlEnum("hyperv")]
    HyperV,
}
