using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Ports;

namespace Pando.Domains.Following;

/// <summary>Which USB devices of the host a running machine has to part with, and which of them are back.</summary>
internal static class UsbPresence
{
    /// <summary>Those that QEMU has and the host has no more.</summary>
    public static IReadOnlyList<HostUsbDevice> Left(LiveDomain live, IHostDevices host) =>
        [.. Of(live).Where(usb => !IsAbsent(live, usb) && Node(live, usb) is { } node && !host.NodesOf(usb).Contains(node, StringComparer.Ordinal))];

    /// <summary>
    /// Those that were absent and are there, one device each. A number on the bus is given anew to whatever is plugged in: who
    /// named a device by it meant the one of that time.
    /// </summary>
    public static IReadOnlyList<HostUsbDevice> Returned(LiveDomain live, IHostDevices host) =>
        [.. Of(live).Where(usb => IsAbsent(live, usb) && usb.DeviceNumber is null && host.NodesOf(usb).Count == 1)];

    private static IEnumerable<HostUsbDevice> Of(LiveDomain live) => live.Definition.Devices.HostDevices.Items.OfType<HostUsbDevice>().Where(usb => usb.Alias is not null);

    private static bool IsAbsent(LiveDomain live, HostUsbDevice usb) => live.IsAbsent(usb.Alias!.Value.Name);

    private static string? Node(LiveDomain live, HostUsbDevice usb) => live.Files.FirstOrDefault(file => file.Alias == usb.Alias!.Value.Name)?.Path;
}
