using System.Collections.Frozen;
using Pando.Model.Xml.Changes;

namespace Pando.Domains.Changing;

/// <summary>
/// Which devices can be plugged into a running machine and taken away from it, and by what name the others are
/// refused. The whole table is a test. What libvirt allows is allowed, but for what would make a running QEMU stand still.
/// </summary>
internal static class HotPlugTable
{
    private const string Builtin = "domain.reason.plug-builtin";
    private const string Bus = "domain.reason.plug-bus";
    private const string Kind = "domain.reason.plug-kind";
    private const string Medium = "domain.reason.plug-medium";
    private const string Waits = "domain.reason.plug-waits";
    private const string Reconnects = "domain.reason.plug-reconnects";

    private static readonly FrozenDictionary<string, Func<DeviceText, string?>> Rows = new Dictionary<string, Func<DeviceText, string?>>(StringComparer.Ordinal)
    {
        ["disk"] = Disk,
        ["interface"] = Interface,
        ["controller"] = Controller,
        ["hostdev"] = HostDevice,
        ["redirdev"] = Always,
        ["memory"] = Memory,
        ["rng"] = Always,
        ["watchdog"] = Watchdog,
        ["shmem"] = SharedMemory,
        ["filesystem"] = Filesystem,
        ["vsock"] = Always,
        ["lease"] = _ => "qemu.reason.no-lock-manager",
        ["input"] = Input,
        ["channel"] = Channel,
        ["console"] = Console,
        ["serial"] = Serial,
        ["parallel"] = _ => Builtin,
        ["graphics"] = _ => Kind,
        ["video"] = _ => Kind,
        ["sound"] = _ => Kind,
        ["hub"] = _ => Kind,
        ["smartcard"] = _ => Kind,
        ["tpm"] = _ => Kind,
        ["memballoon"] = _ => Kind,
        ["panic"] = _ => Kind,
        ["iommu"] = _ => Kind,
        ["crypto"] = _ => Kind,
        ["pstore"] = _ => Kind,
        ["nvram"] = _ => Kind,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The kinds that the table knows, for its test.</summary>
    public static IEnumerable<string> Kinds => Rows.Keys;

    /// <summary>Null where it can be taken away, otherwise the reason why not: what cannot be plugged in only for the way that it is connected can be.</summary>
    public static string? UnplugRefusal(DeviceText device) => Refusal(device) is { } reason and not (Waits or Reconnects) ? reason : null;

    /// <summary>Null where it can be plugged in, otherwise the reason why not.</summary>
    public static string? Refusal(DeviceText device) => Rows.TryGetValue(device.Kind, out var row) ? row(device) : Kind;

    /// <summary>A switch in another process: QEMU would wait for it with all of the guest, or look for it where it cannot.</summary>
    private static string? Interface(DeviceText card) => (card.Value("@type"), card.Value("source/@mode"), card.Value("source/reconnect/@enabled")) switch
    {
        ("vhostuser", "server", _) => Waits,
        ("vhostuser", _, "yes") => Reconnects,
        _ => null,
    };

    // With a frame buffer for the time before its driver, it cannot be plugged (vfio-pci-nohotplug).
    private static string? HostDevice(DeviceText device) => device.Value("@type") == "mdev" && device.Value("@ramfb") == "on" ? Kind : null;

    private static string? Memory(DeviceText memory) => memory.Value("@model") == "sgx-epc" ? Kind : null;

    /// <summary>The others are on ISA or in the chipset.</summary>
    private static string? Watchdog(DeviceText watchdog) => watchdog.Value("@model") == "i6300esb" ? null : Builtin;

    private static string? SharedMemory(DeviceText shmem) => shmem.Value("model/@type") is "ivshmem-plain" or "ivshmem-doorbell" ? null : Kind;

    /// <summary>QEMU itself shares directories that it was started with only.</summary>
    private static string? Filesystem(DeviceText shared) => shared.Value("driver/@type") == "virtiofs" ? null : Kind;

    private static string? Always(DeviceText device) => null;

    private static string? Disk(DeviceText disk) => (disk.Value("@device"), disk.Value("target/@bus")) switch
    {
        ("cdrom" or "floppy", _) => Medium,
        (_, "virtio" or "scsi" or "usb") => null,
        _ => Bus,
    };

    private static string? Controller(DeviceText controller) => controller.Value("@type") switch
    {
        "scsi" or "virtio-serial" => null,
        // Another one may give ports for devices that come; those of the chipset are there already.
        "usb" => controller.Value("@model") == "qemu-xhci" ? null : Kind,
        _ => Kind,
    };

    private static string? Input(DeviceText input) => input.Value("@bus") is "usb" or "virtio" || input.Value("@type") is "passthrough" or "evdev" ? null : Builtin;

    private static string? Channel(DeviceText channel) => channel.Value("target/@type") == "virtio" ? null : Kind;

    private static string? Console(DeviceText console) => console.Value("target/@type") == "virtio" ? null : Builtin;

    private static string? Serial(DeviceText serial) => serial.Value("target/@type") is "usb-serial" or "pci-serial" ? null : Builtin;
}
