using System.Collections.Frozen;
using Pando.Model.Xml.Changes;

namespace Pando.Domains.Changing;

/// <summary>
/// Which devices can be plugged into a running machine and taken away from it, and by what name the others are
/// refused. The whole table is a test. What libvirt allows is allowed, but for what is made of the host at a start only.
/// </summary>
internal static class HotPlugTable
{
    private const string Builtin = "domain.reason.plug-builtin";
    private const string Bus = "domain.reason.plug-bus";
    private const string Kind = "domain.reason.plug-kind";
    private const string HostSide = "domain.reason.plug-host-side";
    private const string Medium = "domain.reason.plug-medium";

    private static readonly FrozenDictionary<string, Func<DeviceText, string?>> Rows = new Dictionary<string, Func<DeviceText, string?>>(StringComparer.Ordinal)
    {
        ["disk"] = Disk,
        ["interface"] = Interface,
        ["controller"] = Controller,
        ["hostdev"] = _ => HostSide,
        ["redirdev"] = Always,
        ["memory"] = Always,
        ["rng"] = Always,
        ["watchdog"] = Always,
        ["shmem"] = Always,
        ["filesystem"] = Always,
        ["vsock"] = _ => HostSide,
        ["lease"] = Always,
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

    /// <summary>Null where it can be plugged in and taken away, otherwise the reason why not.</summary>
    public static string? Refusal(DeviceText device) => Rows.TryGetValue(device.Kind, out var row) ? row(device) : Kind;

    /// <summary>Those that take nothing of the host but QEMU's own network or a socket; the others' taps and cards are made at a start only.</summary>
    private static string? Interface(DeviceText card) => card.Value("@type") is "user" or "mcast" or "server" or "client" or "udp" ? null : HostSide;

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
