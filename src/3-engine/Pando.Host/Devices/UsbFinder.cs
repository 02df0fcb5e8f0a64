using System.Globalization;
using Pando.Model.Domains.Devices;

namespace Pando.Host.Devices;

/// <summary>A USB device that is plugged in.</summary>
/// <param name="Name">The kernel's: bus and port, <c>1-1.4</c>.</param>
/// <param name="Bus">The number of its bus.</param>
/// <param name="Number">Its number on the bus, a new one each time it is plugged in.</param>
/// <param name="Port">Where it is plugged in.</param>
/// <param name="Vendor">The vendor's number.</param>
/// <param name="Product">The product's number.</param>
/// <param name="Serial">The serial number it tells; null is none.</param>
internal sealed record PluggedUsb(string Name, int Bus, int Number, string Port, int Vendor, int Product, string? Serial)
{
    /// <summary>Whether it is one that is meant: everything that is said holds.</summary>
    public bool Is(HostUsbDevice wanted) =>
        (wanted.Vendor is null || wanted.Vendor == Vendor)
        && (wanted.Product is null || wanted.Product == Product)
        && (wanted.SerialNumber is null || wanted.SerialNumber == Serial)
        && (wanted.Bus is null || wanted.Bus == Bus)
        && (wanted.DeviceNumber is null || wanted.DeviceNumber == Number)
        && (wanted.Port is null || wanted.Port == Port);
}

/// <summary>Reads what is plugged in (Documentation/ABI/stable/sysfs-bus-usb).</summary>
internal static class UsbFinder
{
    public static IReadOnlyList<PluggedUsb> All(HostTree tree)
    {
        var folder = Path.Combine(tree.Sys, "bus/usb/devices");
        return Directory.Exists(folder) ? [.. Directory.EnumerateFileSystemEntries(folder).Select(Read).OfType<PluggedUsb>().OrderBy(usb => usb.Name, StringComparer.Ordinal)] : [];
    }

    /// <summary>The node that the device is opened by.</summary>
    public static string Node(PluggedUsb usb, HostTree tree) => Path.Combine(tree.Dev, string.Create(CultureInfo.InvariantCulture, $"bus/usb/{usb.Bus:000}/{usb.Number:000}"));

    // Interfaces of devices stand there too, and have none of these.
    private static PluggedUsb? Read(string device) =>
        Number(device, "busnum", 10) is { } bus && Number(device, "devnum", 10) is { } number && HostTree.Line(Path.Combine(device, "devpath")) is { } port
        && Number(device, "idVendor", 16) is { } vendor && Number(device, "idProduct", 16) is { } product
            ? new PluggedUsb(Path.GetFileName(device), bus, number, port, vendor, product, HostTree.Line(Path.Combine(device, "serial")))
            : null;

    private static int? Number(string device, string file, int radix)
    {
        var style = radix == 16 ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        return int.TryParse(HostTree.Line(Path.Combine(device, file)), style, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
