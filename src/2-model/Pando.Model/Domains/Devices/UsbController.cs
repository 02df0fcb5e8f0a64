using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>A USB controller.</summary>
public sealed record UsbController : ControllerDevice
{
    /// <summary>What it is; null until the machine's usual one is filled in.</summary>
    public UsbControllerModel? Model { get; init; }

    /// <summary>The number of ports of a USB 3 controller; null leaves it to QEMU.</summary>
    public int? Ports { get; init; }

    /// <summary>The first port of the EHCI controller that this companion serves.</summary>
    public int? MasterStartPort { get; init; }
}

/// <summary>What a USB controller is.</summary>
public enum UsbControllerModel
{
    /// <summary>The USB 1 controller of i440fx machines.</summary>
    [XmlEnum("piix3-uhci")]
    Piix3Uhci,

    /// <summary>The USB 1 controller of the PIIX4.</summary>
    [XmlEnum("piix4-uhci")]
    Piix4Uhci,

    /// <summary>A USB 2 controller without companions.</summary>
    Ehci,

    /// <summary>The USB 1 controller of a VIA south bridge.</summary>
    [XmlEnum("vt82c686b-uhci")]
    Vt82C686BUhci,

    /// <summary>An OHCI USB 1 controller.</summary>
    PciOhci,

    /// <summary>NEC's USB 3 controller.</summary>
    NecXhci,

    /// <summary>The USB 2 controller of q35 machines.</summary>
    [XmlEnum("ich9-ehci1")]
    Ich9Ehci1,

    /// <summary>Its first USB 1 companion.</summary>
    [XmlEnum("ich9-uhci1")]
    Ich9Uhci1,

    /// <summary>Its second USB 1 companion.</summary>
    [XmlEnum("ich9-uhci2")]
    Ich9Uhci2,

    /// <summary>Its third USB 1 companion.</summary>
    [XmlEnum("ich9-uhci3")]
    Ich9Uhci3,

    /// <summary>The paravirtual-friendly USB 3 controller.</summary>
    [XmlEnum("qemu-xhci")]
    QemuXhci,

    /// <summary>No USB at all.</summary>
    None,
}
