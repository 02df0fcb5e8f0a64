using System.Text.Json;

namespace Pando.Qmp;

/// <summary>The guest let go of a device and QEMU removed it.</summary>
/// <param name="Device">The device's id, if it had one.</param>
/// <param name="Path">Its QOM path.</param>
/// <param name="At">When.</param>
public sealed record DeviceDeletedEvent(string? Device, string Path, DateTimeOffset At) : QmpEvent("DEVICE_DELETED", At)
{
    internal static DeviceDeletedEvent Read(DateTimeOffset at, JsonElement data) =>
        new(data.OptionalString("device"u8), data.GetProperty("path"u8).GetString() ?? "", at);
}

/// <summary>The guest would not let go of a device.</summary>
/// <param name="Device">The device's id, if it had one.</param>
/// <param name="Path">Its QOM path.</param>
/// <param name="At">When.</param>
public sealed record DeviceUnplugGuestErrorEvent(string? Device, string Path, DateTimeOffset At)
    : QmpEvent("DEVICE_UNPLUG_GUEST_ERROR", At)
{
    internal static DeviceUnplugGuestErrorEvent Read(DateTimeOffset at, JsonElement data) =>
        new(data.OptionalString("device"u8), data.GetProperty("path"u8).GetString() ?? "", at);
}

/// <summary>The tray of a drive moved.</summary>
/// <param name="Id">The device's id.</param>
/// <param name="Open">True when it is open now.</param>
/// <param name="At">When.</param>
public sealed record DeviceTrayMovedEvent(string Id, bool Open, DateTimeOffset At) : QmpEvent("DEVICE_TRAY_MOVED", At)
{
    internal static DeviceTrayMovedEvent Read(DateTimeOffset at, JsonElement data) =>
        new(data.GetProperty("id"u8).GetString() ?? "", data.GetProperty("tray-open"u8).GetBoolean(), at);
}

/// <summary>A program in the guest opened or closed a virtio serial port: an agent came or went.</summary>
/// <param name="Id">The port's device id.</param>
/// <param name="Open">True when it is open now.</param>
/// <param name="At">When.</param>
public sealed record VserportChangeEvent(string Id, bool Open, DateTimeOffset At) : QmpEvent("VSERPORT_CHANGE", At)
{
    internal static VserportChangeEvent Read(DateTimeOffset at, JsonElement data) =>
        new(data.GetProperty("id"u8).GetString() ?? "", data.GetProperty("open"u8).GetBoolean(), at);
}

/// <summary>The guest changed which packets a network card lets in (MAC address, multicast, VLANs).</summary>
/// <param name="Id">The card's device id, if it has one.</param>
/// <param name="Path">Its QOM path.</param>
/// <param name="At">When.</param>
public sealed record NicRxFilterChangedEvent(string? Id, string Path, DateTimeOffset At) : QmpEvent("NIC_RX_FILTER_CHANGED", At)
{
    internal static NicRxFilterChangedEvent Read(DateTimeOffset at, JsonElement data) =>
        new(data.OptionalString("name"u8), data.GetProperty("path"u8).GetString() ?? "", at);
}
