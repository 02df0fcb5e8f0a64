namespace Pando.Model.Domains;

/// <summary>The machine type, its firmware and where it boots from.</summary>
public sealed record OsDefinition
{
    /// <summary>The architecture in QEMU's words (<c>x86_64</c>); null until the defaults are filled in.</summary>
    public string? Architecture { get; init; }

    /// <summary>QEMU's machine type (<c>pc-q35-7.2</c>), or an alias of it (<c>q35</c>) until the defaults are filled in.</summary>
    public string? Machine { get; init; }

    /// <summary>Firmware to be chosen by the host; null when <see cref="Loader"/> names it, or for the default (BIOS).</summary>
    public FirmwareKind? Firmware { get; init; }

    /// <summary>What the chosen firmware must or must not have.</summary>
    public EquatableArray<FirmwareFeature> FirmwareFeatures { get; init; }

    /// <summary>The firmware's code, named explicitly.</summary>
    public LoaderDefinition? Loader { get; init; }

    /// <summary>The firmware's variables of this machine.</summary>
    public NvramDefinition? Nvram { get; init; }

    /// <summary>A kernel of the host that is booted directly.</summary>
    public string? KernelPath { get; init; }

    /// <summary>The initial RAM disk of that kernel.</summary>
    public string? InitrdPath { get; init; }

    /// <summary>The arguments of that kernel.</summary>
    public string? KernelArguments { get; init; }

    /// <summary>A device tree for that kernel.</summary>
    public string? DeviceTreePath { get; init; }

    /// <summary>An ACPI table of the host (SLIC) that the guest is shown; programs look there for their licence.</summary>
    public string? AcpiTablePath { get; init; }

    /// <summary>Where the firmware's tables of the maker come from; null leaves it to QEMU.</summary>
    public SmbiosMode? Smbios { get; init; }

    /// <summary>Whether SeaBIOS speaks on the serial port; null is no.</summary>
    public bool? BiosUsesSerial { get; init; }

    /// <summary>After how long SeaBIOS starts again when nothing could be booted: -1 for never, null leaves it to QEMU.</summary>
    public int? RebootTimeoutMilliseconds { get; init; }

    /// <summary>Kinds of devices to boot from, in order; excludes boot orders of single devices.</summary>
    public EquatableArray<BootDevice> BootDevices { get; init; }

    /// <summary>The firmware's boot menu.</summary>
    public BootMenu? BootMenu { get; init; }
}

/// <summary>A kind of device to boot from.</summary>
public enum BootDevice
{
    /// <summary>The first hard disk.</summary>
    [System.Xml.Serialization.XmlEnum("hd")]
    HardDisk,

    /// <summary>The first CD-ROM drive.</summary>
    [System.Xml.Serialization.XmlEnum("cdrom")]
    CdRom,

    /// <summary>The first network interface.</summary>
    Network,

    /// <summary>The first floppy drive.</summary>
    [System.Xml.Serialization.XmlEnum("fd")]
    Floppy,
}

/// <summary>The firmware's boot menu.</summary>
/// <param name="Enabled">Whether it is shown.</param>
/// <param name="TimeoutMilliseconds">How long it waits (0…65535); null for the firmware's own.</param>
public sealed record BootMenu(bool Enabled, int? TimeoutMilliseconds = null);
