namespace Pando.Qemu.Tests.Golden;

/// <summary>The golden definitions whose devices need what neither a test machine nor its QEMU has, each with what that is.</summary>
internal static class CannotStartHere
{
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["hostdev-mdev"] = "No test machine has a mediated device.",
        ["hostdev-pci"] = "No test machine has an IOMMU of its own.",
        ["hostdev-scsi"] = "No test machine has a SCSI device.",
        ["hostdev-scsi-host"] = "No test machine's kernel has vhost-scsi.",
        ["hostdev-usb"] = "No test machine has a USB device.",
        ["net-bridge-vhost"] = "No test machine's kernel has vhost-net.",
        ["net-hostdev"] = "No test machine has an IOMMU of its own.",
        ["net-vdpa"] = "No test machine has a vDPA card.",
        ["net-vhostuser"] = "QEMU waits for the switch, which no test machine has.",
        ["tpm-passthrough"] = "No test machine has a trusted platform module.",
        ["vsock"] = "No test machine's kernel has vhost-vsock.",
        ["memory-locked"] = "an ordinary user may not lock that much memory.",
        ["parallel-device"] = "QEMU claims a real parallel port (PPCLAIM), which no test machine has.",
        ["input-evdev"] = "The host has no keyboard or pointer (/dev/input).",
        ["input-passthrough"] = "The host has no keyboard or pointer (/dev/input).",
        ["display-egl-headless"] = "The host has no graphics card (/dev/dri).",
        ["spice-gl"] = "The host has no graphics card (/dev/dri).",
        ["smartcard-host"] = "The host has no database of certificates (NSS).",
        ["smartcard-made"] = "The host has no database of certificates (NSS).",
        ["audio-oss"] = "The host has no OSS device (/dev/dsp), and QEMU starts only where it can open one.",
        ["audio-pulseaudio"] = "QEMU's PulseAudio module is in qemu-system-gui, which brings a desktop with it, and wants a server to talk to.",
        ["audio-jack"] = "QEMU's JACK module is in qemu-system-gui, which brings a desktop with it, and wants a server to talk to.",
        ["audio-sdl"] = "QEMU's SDL module is in qemu-system-gui, which brings a desktop with it.",
        ["video-blob"] = "The host's kernel shares no memory with graphics cards (/dev/udmabuf).",
    };
}
