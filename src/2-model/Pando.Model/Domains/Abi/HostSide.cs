using System.Collections.Frozen;

namespace Pando.Model.Domains;

/// <summary>
/// What of a definition only the host sees. Named by elements without their numbers (<c>domain/devices/disk/source</c>),
/// an attribute with an at sign, an element's text with <c>text()</c>.
/// </summary>
internal static class HostSide
{
    private static readonly FrozenSet<string> Parts = new[]
    {
        "domain/title", "domain/description", "domain/metadata",
        "domain/currentMemory", "domain/memoryBacking", "domain/memtune", "domain/numatune", "domain/cputune", "domain/blkiotune",
        "domain/iothreads", "domain/iothreadids", "domain/defaultiothread", "domain/throttlegroups", "domain/resource", "domain/seclabel",
        "domain/on_poweroff", "domain/on_reboot", "domain/on_crash", "domain/on_lockfailure", "domain/perf",
        "domain/vcpu/@cpuset", "domain/vcpu/@placement",
        "domain/memory/@dumpCore", "domain/memory/@unit", "domain/maxMemory/@unit",
        "domain/os/@firmware", "domain/os/firmware", "domain/os/boot", "domain/os/bootmenu", "domain/os/kernel", "domain/os/initrd",
        "domain/os/cmdline", "domain/os/dtb", "domain/os/nvram", "domain/os/loader/text()",
        "domain/cpu/@check", "domain/clock/@adjustment", "domain/clock/@basis",
        "domain/devices/emulator", "domain/devices/graphics", "domain/devices/audio", "domain/devices/lease",
        "domain/devices/sound/audio",

        "domain/devices/disk/@type", "domain/devices/disk/@sgio", "domain/devices/disk/@rawio", "domain/devices/disk/source",
        "domain/devices/disk/backingStore", "domain/devices/disk/mirror", "domain/devices/disk/auth", "domain/devices/disk/encryption",
        "domain/devices/disk/iotune", "domain/devices/disk/throttlefilters", "domain/devices/disk/boot", "domain/devices/disk/transient",
        "domain/devices/disk/shareable",
        "domain/devices/disk/driver/@name", "domain/devices/disk/driver/@type", "domain/devices/disk/driver/@cache",
        "domain/devices/disk/driver/@io", "domain/devices/disk/driver/@error_policy", "domain/devices/disk/driver/@rerror_policy",
        "domain/devices/disk/driver/@discard", "domain/devices/disk/driver/@detect_zeroes", "domain/devices/disk/driver/@copy_on_read",
        "domain/devices/disk/driver/@iothread", "domain/devices/disk/driver/iothreads", "domain/devices/disk/driver/metadata_cache",
        "domain/devices/controller/driver/@iothread",

        "domain/devices/interface/@type", "domain/devices/interface/source", "domain/devices/interface/backend", "domain/devices/interface/target",
        "domain/devices/interface/bandwidth", "domain/devices/interface/link", "domain/devices/interface/filterref",
        "domain/devices/interface/vlan", "domain/devices/interface/virtualport", "domain/devices/interface/script",
        "domain/devices/interface/downscript", "domain/devices/interface/ip", "domain/devices/interface/route",
        "domain/devices/interface/guest", "domain/devices/interface/port", "domain/devices/interface/tune", "domain/devices/interface/boot",
        "domain/devices/interface/coalesce", "domain/devices/interface/portForward", "domain/devices/interface/@trustGuestRxFilters",
        "domain/devices/interface/driver/@name", "domain/devices/interface/driver/@txmode", "domain/devices/interface/driver/host",

        "domain/devices/rng/backend", "domain/devices/watchdog/@action", "domain/devices/panic/@action",
        "domain/devices/filesystem/source", "domain/devices/filesystem/driver", "domain/devices/filesystem/binary",
        "domain/devices/tpm/backend", "domain/devices/hostdev/source", "domain/devices/hostdev/boot", "domain/devices/redirdev/boot",
        "domain/devices/memory/source", "domain/devices/video/driver", "domain/devices/memballoon/stats", "domain/devices/vsock/cid",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Devices whose other end is on the host: what they talk to, and how.</summary>
    private static readonly FrozenSet<string> Talking =
        new[] { "serial", "parallel", "console", "channel", "redirdev", "smartcard" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> OtherEnd =
        new[] { "@type", "source", "protocol", "log", "@tty" }.ToFrozenSet(StringComparer.Ordinal);

    public static bool Element(string kind) =>
        Parts.Contains(kind) || kind.EndsWith("/alias", StringComparison.Ordinal) || IsOtherEnd(kind);

    public static bool Attribute(string kind, string name) => Parts.Contains($"{kind}/@{name}") || IsOtherEnd($"{kind}/@{name}");

    public static bool Text(string kind) => Parts.Contains($"{kind}/text()");

    private static bool IsOtherEnd(string part) =>
        part.Split('/') is ["domain", "devices", var device, var what] && Talking.Contains(device) && OtherEnd.Contains(what);
}
