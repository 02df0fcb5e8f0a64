using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>The card a guest sees.</summary>
public enum InterfaceModel
{
    /// <summary>virtio-net.</summary>
    Virtio,

    /// <summary>Intel 82540EM.</summary>
    [XmlEnum("e1000")]
    E1000,

    /// <summary>Intel 82574L.</summary>
    [XmlEnum("e1000e")]
    E1000E,

    /// <summary>Realtek 8139.</summary>
    [XmlEnum("rtl8139")]
    Rtl8139,

    /// <summary>VMware's paravirtual card.</summary>
    [XmlEnum("vmxnet3")]
    Vmxnet3,

    /// <summary>virtio-net in its old and its new form.</summary>
    VirtioTransitional,

    /// <summary>virtio-net in its new form only.</summary>
    VirtioNonTransitional,

    /// <summary>Intel 82576 with virtual functions.</summary>
    Igb,

    /// <summary>A clone of Novell's NE2000 on PCI.</summary>
    [XmlEnum("ne2k_pci")]
    Ne2kPci,

    /// <summary>AMD PCnet.</summary>
    [XmlEnum("pcnet")]
    PcNet,

    /// <summary>DEC 21143.</summary>
    Tulip,

    /// <summary>Intel 82544GC.</summary>
    [XmlEnum("e1000-82544gc")]
    E1000For82544Gc,

    /// <summary>Intel 82545EM.</summary>
    [XmlEnum("e1000-82545em")]
    E1000For82545Em,

    /// <summary>Intel 82550.</summary>
    [XmlEnum("i82550")]
    I82550,

    /// <summary>Intel 82551.</summary>
    [XmlEnum("i82551")]
    I82551,

    /// <summary>Intel 82557A.</summary>
    [XmlEnum("i82557a")]
    I82557A,

    /// <summary>Intel 82557B.</summary>
    [XmlEnum("i82557b")]
    I82557B,

    /// <summary>Intel 82557C.</summary>
    [XmlEnum("i82557c")]
    I82557C,

    /// <summary>Intel 82558A.</summary>
    [XmlEnum("i82558a")]
    I82558A,

    /// <summary>Intel 82558B.</summary>
    [XmlEnum("i82558b")]
    I82558B,

    /// <summary>Intel 82559A.</summary>
    [XmlEnum("i82559a")]
    I82559A,

    /// <summary>Intel 82559B.</summary>
    [XmlEnum("i82559b")]
    I82559B,

    /// <summary>Intel 82559C.</summary>
    [XmlEnum("i82559c")]
    I82559C,

    /// <summary>Intel 82559ER.</summary>
    [XmlEnum("i82559er")]
    I82559Er,

    /// <summary>Intel 82562.</summary>
    [XmlEnum("i82562")]
    I82562,

    /// <summary>Intel 82801.</summary>
    [XmlEnum("i82801")]
    I82801,

    /// <summary>A card on USB (CDC and RNDIS).</summary>
    [XmlEnum("usb-net")]
    UsbNet,
}

/// <summary>What kind of card a model is.</summary>
public static class InterfaceModels
{
    /// <summary>Whether it is a virtio card, in whichever form.</summary>
    public static bool IsVirtio(this InterfaceModel model) =>
        model is InterfaceModel.Virtio or InterfaceModel.VirtioTransitional or InterfaceModel.VirtioNonTransitional;

    /// <summary>
    /// Whether it goes into a port of PCI Express. libvirt puts every card there whose name it only passes on, and places
    /// must come out the same; QEMU's ports take conventional cards too.
    /// </summary>
    public static bool IsExpress(this InterfaceModel model) =>
        model is not (InterfaceModel.E1000 or InterfaceModel.Rtl8139 or InterfaceModel.Vmxnet3 or InterfaceModel.VirtioTransitional);
}
