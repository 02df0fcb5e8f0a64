using System.Globalization;

namespace Pando.Model.Domains.Devices;

/// <summary>The place of a device in its machine.</summary>
public abstract record DeviceAddress
{
    private protected DeviceAddress() { }
}

/// <summary>A place on a PCI bus.</summary>
/// <param name="Bus">The index of the controller that makes the bus (0…255).</param>
/// <param name="Slot">The slot (0…31).</param>
/// <param name="Function">The function (0…7).</param>
/// <param name="Multifunction">Whether other functions share the slot; null leaves it to QEMU.</param>
/// <param name="Domain">The PCI domain (segment).</param>
public sealed record PciAddress(int Bus, int Slot, int Function = 0, bool? Multifunction = null, int Domain = 0) : DeviceAddress
{
    /// <summary>Whether both name the same place, whatever they say of other functions.</summary>
    public bool IsSamePlace(PciAddress other) =>
        other is not null && (Domain, Bus, Slot, Function) == (other.Domain, other.Bus, other.Slot, other.Function);

    /// <summary>The usual form: <c>0000:01:00.0</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Domain:x4}:{Bus:x2}:{Slot:x2}.{Function}");
}

/// <summary>A place on a disk controller (IDE, SATA, SCSI).</summary>
/// <param name="Controller">The index of the controller.</param>
/// <param name="Bus">The bus of the controller.</param>
/// <param name="Target">The target on the bus.</param>
/// <param name="Unit">The unit of the target.</param>
public sealed record DriveAddress(int Controller, int Bus, int Target, int Unit) : DeviceAddress
{
    /// <summary>Controller, bus, target and unit, joined by hyphens.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Controller}-{Bus}-{Target}-{Unit}");
}

/// <summary>A place on a USB bus.</summary>
/// <param name="Bus">The index of the controller.</param>
/// <param name="Port">The port, with those of hubs before it: <c>1.4</c>; null leaves it to QEMU.</param>
public sealed record UsbAddress(int Bus, string? Port) : DeviceAddress
{
    /// <summary>Bus and port.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Bus}:{Port}");
}

/// <summary>A port of a virtio-serial controller.</summary>
/// <param name="Controller">The index of the controller.</param>
/// <param name="Bus">The bus of the controller.</param>
/// <param name="Port">The port; port 0 is kept for a console.</param>
public sealed record VirtioSerialAddress(int Controller, int Bus, int Port) : DeviceAddress
{
    /// <summary>Controller, bus and port, joined by hyphens.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Controller}-{Bus}-{Port}");
}

/// <summary>Ports and interrupt of a device on the ISA bus.</summary>
/// <param name="IoBase">The first I/O port; null leaves it to QEMU.</param>
/// <param name="Irq">The interrupt; null leaves it to QEMU.</param>
public sealed record IsaAddress(int? IoBase, int? Irq = null) : DeviceAddress
{
    /// <summary>The first port and the interrupt, in hexadecimal.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{IoBase:x}:{Irq:x}");
}

/// <summary>A slot for a memory module.</summary>
/// <param name="Slot">The slot; null lets one be chosen.</param>
/// <param name="Base">Where its memory begins in the guest; null lets QEMU choose.</param>
public sealed record DimmAddress(int? Slot, long? Base) : DeviceAddress
{
    /// <summary>The slot.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"slot {Slot}");
}

/// <summary>No place at all: a device that is taken from the host and not given to the guest.</summary>
public sealed record UnassignedAddress : DeviceAddress
{
    /// <summary>The only one.</summary>
    public static readonly UnassignedAddress Instance = new();

    private UnassignedAddress() { }

    /// <summary>libvirt's word.</summary>
    public override string ToString() => "unassigned";
}

/// <summary>A slot of a smart card reader.</summary>
/// <param name="Controller">The index of the reader's controller.</param>
/// <param name="Slot">The slot.</param>
public sealed record CcidAddress(int Controller, int Slot) : DeviceAddress
{
    /// <summary>Controller and slot, joined by a hyphen.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Controller}-{Slot}");
}
