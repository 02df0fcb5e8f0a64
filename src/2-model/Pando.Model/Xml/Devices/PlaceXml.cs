using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>What every device can have: the <c>alias</c>, <c>acpi</c>, <c>address</c> and <c>boot</c> elements.</summary>
internal static class PlaceXml
{
    private static readonly Func<char, bool> AliasLetter = static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.';

    // QEMU's own limit (hw/acpi/pcihp.c).
    private const int MostAcpiIndex = 16383;

    public static DeviceAlias? Alias(ElementReader device)
    {
        if (device.Child("alias") is not { } alias)
        {
            return null;
        }
        var name = alias.Plain("name", AliasLetter, "A-Z a-z 0-9 - _ .", 64) ?? throw alias.Missing("@name");
        // A console on a serial port goes by the alias of the port, and the companions of a USB 2 controller by its.
        if (device.Name is not ("console" or "controller"))
        {
            alias.Claim("alias", name);
        }
        return new DeviceAlias(name);
    }

    /// <summary>Null where there is none, or one without a place: that only asks for a place of the kind the device has anyway.</summary>
    /// <param name="device">The device.</param>
    /// <param name="kind">The only kind of place that the device can have.</param>
    /// <param name="owner">Which places count as the same: SATA and IDE disks may have the same numbers.</param>
    public static DeviceAddress? Address(ElementReader device, string kind, string owner)
    {
        if (device.Child("address") is not { } address)
        {
            return null;
        }
        var type = address.RequiredAttribute("type");
        if (type != kind)
        {
            throw address.BadValue("type", type, kind);
        }
        DeviceAddress? read = kind switch
        {
            "pci" => Pci(address),
            "drive" => Drive(address),
            "dimm" => new DimmAddress(address.Number("slot", 0, 255), address.LongNumber("base", 0, long.MaxValue)),
            "usb" => new UsbAddress(address.Number("bus", 0, 255) ?? 0, Port(address)),
            "isa" => Isa(address),
            "ccid" => new CcidAddress(address.Number("controller", 0, 255) ?? 0, address.Number("slot", 0, 255) ?? 0),
            _ => new VirtioSerialAddress(address.Number("controller", 0, 255) ?? 0, address.Number("bus", 0, 0) ?? 0, address.Number("port", 0, 511) ?? throw address.Missing("@port")),
        };
        if (read is not null and not UsbAddress { Port: null } and not DimmAddress { Slot: null })
        {
            address.Claim(owner, read.ToString()!);
        }
        return read;
    }

    /// <summary>The <c>acpi</c> element of a device on PCI; 0 is the same as none.</summary>
    public static int? AcpiIndex(ElementReader device)
    {
        if (device.Child("acpi") is not { } acpi || acpi.Number("index", 0, MostAcpiIndex) is not { } index || index == 0)
        {
            return null;
        }
        acpi.Claim("acpi index", index.ToString(CultureInfo.InvariantCulture));
        return index;
    }

    public static int? BootOrder(ElementReader device)
    {
        if (device.Child("boot") is not { } boot)
        {
            return null;
        }
        var order = boot.Number("order", 1, 10_000) ?? throw boot.Missing("@order");
        boot.Claim("boot order", order.ToString(CultureInfo.InvariantCulture));
        return order;
    }

    public static XElement? BootOrder(int? order) => order is null ? null : new XElement("boot", Attribute("order", order));

    /// <summary>Alias and address; an alias that a user did not give belongs to one run only.</summary>
    public static IEnumerable<XElement> Write(Device device, DomainXmlOptions options)
    {
        if (device.Alias is { } alias && (alias.IsUserGiven || options.Live))
        {
            yield return new XElement("alias", Attribute("name", alias.Name));
        }
        if (device.AcpiIndex is { } index)
        {
            yield return new XElement("acpi", Attribute("index", index));
        }
        if (device.Address is { } address)
        {
            yield return new XElement("address", Parts(address));
        }
    }

    /// <summary>An <c>address</c> element of a device of the host.</summary>
    public static XElement Write(PciAddress address, bool typed) => new("address", Parts(address).Where(part => typed || part?.Name.LocalName != "type"));

    /// <summary>The place of a device of the host, which must be whole.</summary>
    public static PciAddress HostPci(ElementReader address)
    {
        address.Only("type", "pci");
        return new PciAddress(
            address.Number("bus", 0, 255) ?? throw address.Missing("@bus"),
            address.Number("slot", 0, 31) ?? throw address.Missing("@slot"),
            address.Number("function", 0, 7) ?? throw address.Missing("@function"),
            Domain: address.Number("domain", 0, 0xffff) ?? 0);
    }

    private static IEnumerable<XAttribute?> Parts(DeviceAddress address) => address switch
    {
        PciAddress pci =>
        [
            Attribute("type", "pci"), Hexadecimal("domain", pci.Domain, 4), Hexadecimal("bus", pci.Bus, 2),
            Hexadecimal("slot", pci.Slot, 2), Hexadecimal("function", pci.Function, 1), OnOff("multifunction", pci.Multifunction),
        ],
        DriveAddress drive =>
        [
            Attribute("type", "drive"), Attribute("controller", drive.Controller), Attribute("bus", drive.Bus),
            Attribute("target", drive.Target), Attribute("unit", drive.Unit),
        ],
        DimmAddress dimm =>
        [
            Attribute("type", "dimm"), Attribute("slot", dimm.Slot), dimm.Base is { } at ? new XAttribute("base", $"0x{at:x}") : null,
        ],
        UnassignedAddress => [Attribute("type", "unassigned")],
        UsbAddress usb => [Attribute("type", "usb"), Attribute("bus", usb.Bus), Attribute("port", usb.Port)],
        VirtioSerialAddress serial =>
        [
            Attribute("type", "virtio-serial"), Attribute("controller", serial.Controller),
            Attribute("bus", serial.Bus), Attribute("port", serial.Port),
        ],
        CcidAddress card => [Attribute("type", "ccid"), Attribute("controller", card.Controller), Attribute("slot", card.Slot)],
        IsaAddress isa =>
        [
            Attribute("type", "isa"), isa.IoBase is { } first ? Hexadecimal("iobase", first, 1) : null, isa.Irq is { } interrupt ? Hexadecimal("irq", interrupt, 1) : null,
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(address), address, null),
    };

    private static PciAddress? Pci(ElementReader address)
    {
        var domain = address.Number("domain", 0, 0);
        var bus = address.Number("bus", 0, 255);
        var slot = address.Number("slot", 0, 31);
        var function = address.Number("function", 0, 7);
        var multifunction = address.OnOff("multifunction");
        // "0000:00:00.0" is no device's place (the host bridge has it); libvirt takes it for "none yet" too.
        return (bus ?? 0, slot ?? 0, function ?? 0) == (0, 0, 0)
            ? null
            : new PciAddress(bus ?? 0, slot ?? 0, function ?? 0, multifunction, domain ?? 0);
    }

    private static IsaAddress? Isa(ElementReader address)
    {
        var first = address.Number("iobase", 0, 0xffff);
        var interrupt = address.Number("irq", 0, 15);
        return first is null && interrupt is null ? null : new IsaAddress(first, interrupt);
    }

    private static DriveAddress Drive(ElementReader address) => new(
        address.Number("controller", 0, 255) ?? 0, address.Number("bus", 0, 255) ?? 0,
        address.Number("target", 0, 255) ?? 0, address.Number("unit", 0, 16383) ?? 0);

    private static string? Port(ElementReader address)
    {
        var port = address.Attribute("port");
        return port is null || port.Split('.') is { Length: <= 4 } parts && parts.All(part => byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            ? port
            : throw address.BadValue("port", port, "1…255[.1…255]");
    }
}
