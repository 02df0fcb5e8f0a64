using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>
/// What is special about a <c>hostdev type='usb'</c>. Beyond libvirt's vendor, product, bus and device there are the
/// port of the address and the element <c>serial</c>.
/// </summary>
internal static class HostUsbXml
{
    private const int LongestSerial = 126;

    public static HostUsbDevice Read(ElementReader device)
    {
        var source = device.RequiredChild("source");
        var vendor = source.Child("vendor");
        var product = source.Child("product");
        var address = source.Child("address");
        address?.Only("type", "usb");
        var read = new HostUsbDevice
        {
            Vendor = Id(vendor),
            Product = Id(product),
            SerialNumber = source.Child("serial")?.TextPlain(static letter => !char.IsControl(letter), "≠ \\n", LongestSerial),
            Bus = address is null ? null : address.Number("bus", 1, 4095) ?? throw address.Missing("@bus"),
            DeviceNumber = address?.Number("device", 1, 4095),
            Port = address is null ? null : Port(address),
            StartupPolicy = source.Word<StartupPolicy>("startupPolicy"),
            GuestReset = source.Word<GuestReset>("guestReset"),
        };
        if (read.Vendor is null != read.Product is null)
        {
            throw source.Missing(read.Vendor is null ? "vendor" : "product");
        }
        if (read is { Vendor: null, SerialNumber: null, Bus: null })
        {
            throw source.Missing("vendor | serial | address");
        }
        if (address is not null && (read.DeviceNumber is null == read.Port is null))
        {
            throw read.Port is null ? address.Missing("@device | @port") : address.Conflict("@device, @port");
        }
        return read;
    }

    public static XObject?[] Write(HostUsbDevice usb) =>
    [
        new XElement("source",
            Word("startupPolicy", usb.StartupPolicy), Word("guestReset", usb.GuestReset),
            usb.Vendor is { } vendor ? new XElement("vendor", Hexadecimal("id", vendor, 4)) : null,
            usb.Product is { } product ? new XElement("product", Hexadecimal("id", product, 4)) : null,
            Text("serial", usb.SerialNumber),
            UnlessEmpty("address", Attribute("bus", usb.Bus), Attribute("device", usb.DeviceNumber), Attribute("port", usb.Port))),
    ];

    private static int? Id(ElementReader? element) =>
        element is null ? null : element.Number("id", 1, 0xffff) ?? throw element.Missing("@id");

    private static string? Port(ElementReader address)
    {
        var port = address.Attribute("port");
        // As the kernel's names have it (usb(4)): at most six hubs after the root.
        return port is null || port.Split('.') is { Length: <= 6 } parts && parts.All(part => byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            ? port
            : throw address.BadValue("port", port, "1…255[.1…255]");
    }
}
