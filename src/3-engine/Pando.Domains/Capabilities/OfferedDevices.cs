using Pando.Domains.SideProcesses;
using Pando.Model.Xml.Processors;
using Pando.Qemu.Capabilities;

namespace Pando.Domains.Capabilities;

/// <summary>The devices that a machine type can have here: those that definitions can name and the installed QEMU has.</summary>
internal static class OfferedDevices
{
    private static readonly string[] Virtio = ["virtio", "virtio-transitional", "virtio-non-transitional"];

    // Each word, and the device of QEMU's that it needs.
    private static readonly (string Word, string Device)[] Buses =
        [("fdc", "floppy"), ("scsi", "scsi-hd"), ("virtio", "virtio-blk-pci"), ("usb", "usb-storage"), ("sata", "ahci")];

    private static readonly (string Word, string Device)[] Videos =
    [
        ("vga", "VGA"), ("cirrus", "cirrus-vga"), ("vmvga", "vmware-svga"), ("qxl", "qxl-vga"), ("virtio", "virtio-gpu-pci"), ("bochs", "bochs-display"), ("ramfb", "ramfb"),
    ];

    private static readonly (string Word, string Device)[] TpmModels = [("tpm-tis", "tpm-tis"), ("tpm-crb", "tpm-crb")];

    public static IReadOnlyList<OfferedDevice> Of(QemuCapabilities qemu, MachineType machine, QemuSettings settings) =>
    [
        new("disk", true,
            new OfferedChoice("diskDevice", ["disk", "cdrom", "floppy", "lun"]),
            // Only the older board has its controllers.
            new OfferedChoice("bus", [.. machine.Name.StartsWith("pc-i440fx", StringComparison.Ordinal) ? ["ide"] : Array.Empty<string>(), .. There(qemu, Buses)]),
            new OfferedChoice("model", Virtio)),
        new("graphics", true,
            new OfferedChoice("type", ["sdl", "vnc", .. qemu.Options.ContainsKey("spice") ? ["spice"] : Array.Empty<string>(), "egl-headless", "dbus"])),
        new("video", true, new OfferedChoice("modelType", [.. There(qemu, Videos), "none"])),
        new("hostdev", true,
            new OfferedChoice("mode", ["subsystem"]),
            new OfferedChoice("startupPolicy", ["default", "mandatory", "requisite", "optional"]),
            new OfferedChoice("subsysType", ["usb", .. Vfio(qemu) ? ["pci", "mdev"] : Array.Empty<string>(), "scsi"]),
            new OfferedChoice("capsType", []),
            new OfferedChoice("pciBackend", Vfio(qemu) ? ["default", "vfio"] : [])),
        new("rng", true, new OfferedChoice("model", Virtio), new OfferedChoice("backendModel", ["random", "egd", "builtin"])),
        new("filesystem", true, new OfferedChoice("driverType", ["path", .. VhostUserPrograms.Find(settings.VhostUserFolder, "fs") is not null ? ["virtiofs"] : Array.Empty<string>()])),
        new("tpm", true,
            new OfferedChoice("model", There(qemu, TpmModels)),
            new OfferedChoice("backendModel", TpmProgram.IsInstalled ? ["passthrough", "emulator", "external"] : ["passthrough", "external"]),
            new OfferedChoice("backendVersion", ["1.2", "2.0"])),
        new("redirdev", qemu.Devices.Contains("usb-redir"), new OfferedChoice("bus", ["usb"])),
        new("channel", true, new OfferedChoice("type", ["pty", "unix", .. qemu.Options.ContainsKey("spice") ? ["spicevmc"] : Array.Empty<string>(), "qemu-vdagent"])),
    ];

    private static bool Vfio(QemuCapabilities qemu) => File.Exists("/dev/vfio/vfio") && qemu.Devices.Contains("vfio-pci");

    private static string[] There(QemuCapabilities qemu, IEnumerable<(string Word, string Device)> devices) =>
        [.. devices.Where(one => qemu.Devices.Contains(one.Device)).Select(one => one.Word)];
}
