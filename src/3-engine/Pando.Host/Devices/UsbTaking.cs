using System.Globalization;
using Pando.Linux.Files;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Host.Devices;

/// <summary>Opens the USB device that is meant. QEMU takes it from its driver itself, and the kernel gives it back.</summary>
internal static class UsbTaking
{
    public static TakenHostDevice Take(HostUsbDevice wanted, HostDeviceRequest request, HostTree tree)
    {
        var found = UsbFinder.All(tree).Where(usb => usb.Is(wanted)).ToList();
        if (found.Count == 0)
        {
            return wanted.StartupPolicy == StartupPolicy.Optional
                ? new TakenHostDevice(wanted, IsAbsent: true)
                : throw new CallerException(ErrorCodes.HostDevice.Missing, ("name", request.Machine), ("device", Words(wanted)));
        }
        if (found.Count > 1)
        {
            throw new CallerException(
                ErrorCodes.HostDevice.Ambiguous, ("name", request.Machine), ("device", Words(wanted)),
                ("found", string.Join(", ", found.Select(usb => string.Create(CultureInfo.InvariantCulture, $"bus {usb.Bus} port {usb.Port}")))));
        }
        var usb = found[0];
        if (HostUse.Of(Path.Combine(tree.Sys, "bus/usb/devices", usb.Name), tree) is { } user)
        {
            throw new CallerException(ErrorCodes.HostDevice.InUse, ("name", request.Machine), ("device", Words(wanted)), ("user", user));
        }
        var node = UsbFinder.Node(usb, tree);
        var handle = PathWalk.OpenDevice(node, FileAccess.ReadWrite);
        var identity = FileStatus.Of(handle).Identity;
        return new TakenHostDevice(wanted, IsAbsent: false) { Handle = handle, Held = new HeldFile(node, identity.Device, identity.Inode, FileUse.Write) };
    }

    /// <summary>What was said of the device, for people.</summary>
    public static string Words(HostUsbDevice usb)
    {
        List<string> said = [];
        if (usb.Vendor is { } vendor)
        {
            said.Add(string.Create(CultureInfo.InvariantCulture, $"{vendor:x4}:{usb.Product:x4}"));
        }
        if (usb.SerialNumber is { } serial)
        {
            said.Add($"serial {serial}");
        }
        if (usb.Bus is { } bus)
        {
            said.Add(string.Create(CultureInfo.InvariantCulture, $"bus {bus} {(usb.Port is null ? "device" : "port")} {usb.Port ?? usb.DeviceNumber?.ToString(CultureInfo.InvariantCulture)}"));
        }
        return "USB " + string.Join(' ', said);
    }
}
