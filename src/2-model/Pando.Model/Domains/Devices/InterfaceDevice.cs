using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>A network interface.</summary>
public sealed record InterfaceDevice : Device
{
    /// <summary>What it is connected to.</summary>
    public InterfaceSource Source { get; init; } = new UserNetworkSource();

    /// <summary>Its address; null until one is made.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>The card the guest sees; null until the default is filled in.</summary>
    public InterfaceModel? Model { get; init; }

    /// <summary>Whether the cable is plugged in; null is the same as plugged in.</summary>
    public bool? LinkUp { get; init; }

    /// <summary>Its place among the devices that are booted from, from 1; null is not at all.</summary>
    public int? BootOrder { get; init; }
}

/// <summary>What an interface is connected to.</summary>
public abstract record InterfaceSource
{
    private protected InterfaceSource() { }
}

/// <summary>QEMU's own user-mode network (slirp): needs no rights, reaches out, is not reached.</summary>
public sealed record UserNetworkSource : InterfaceSource;

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
}
