namespace Pando.Api.Machines;

/// <summary>What kind of machine the guest sees.</summary>
public sealed record MachineOs
{
    /// <summary>libvirt's os type: <c>hvm</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The processor's architecture: <c>x86_64</c>.</summary>
    public required string Arch { get; init; }

    /// <summary>QEMU's machine type: <c>pc-q35-7.2</c>.</summary>
    public required string Machine { get; init; }

    /// <summary><c>bios</c> or <c>efi</c>.</summary>
    public string? Firmware { get; init; }
}

/// <summary>A disk or a CD drive.</summary>
public sealed record MachineDisk
{
    /// <summary>Its name in the definition: <c>vda</c>.</summary>
    public required string Target { get; init; }

    /// <summary>How it is attached: <c>virtio</c>, <c>sata</c>, <c>scsi</c>…</summary>
    public string? Bus { get; init; }

    /// <summary><c>disk</c>, <c>cdrom</c> or <c>floppy</c>.</summary>
    public required string Device { get; init; }

    /// <summary>The file that it stands on; absent for an empty drive.</summary>
    public string? Source { get; init; }

    /// <summary>The image's format: <c>qcow2</c>, <c>raw</c>.</summary>
    public string? Format { get; init; }

    /// <summary>Whether the guest may only read.</summary>
    public bool ReadOnly { get; init; }
}

/// <summary>A network interface.</summary>
public sealed record MachineInterface
{
    /// <summary>The hardware address that the guest sees.</summary>
    public string? Mac { get; init; }

    /// <summary>What it is connected to: <c>user</c>, later <c>network</c>, <c>bridge</c>…</summary>
    public required string Type { get; init; }

    /// <summary>The network's or bridge's name, where there is one.</summary>
    public string? Source { get; init; }

    /// <summary>The device that the guest sees: <c>virtio</c>, <c>e1000e</c>…</summary>
    public string? Model { get; init; }

    /// <summary>The interface on the host (a tap's name), where there is one.</summary>
    public string? Target { get; init; }
}

/// <summary>Where a machine's screen can be seen.</summary>
public sealed record MachineGraphics
{
    /// <summary>The protocol: <c>vnc</c>, <c>spice</c>, <c>dbus</c>…</summary>
    public required string Type { get; init; }

    /// <summary>The address it listens on; absent for a socket.</summary>
    public string? Listen { get; init; }

    /// <summary>The TCP port; absent while nothing listens.</summary>
    public int? Port { get; init; }

    /// <summary>The TCP port of encrypted connections (SPICE); absent where there is none.</summary>
    public int? TlsPort { get; init; }

    /// <summary>The TCP port of browsers (VNC); absent where there is none.</summary>
    public int? WebSocket { get; init; }

    /// <summary>The unix socket; absent where it is a port.</summary>
    public string? Socket { get; init; }
}

/// <summary>A serial port or console that can be talked to.</summary>
public sealed record MachineConsole
{
    /// <summary>What <c>?device=</c> takes: <c>serial0</c>.</summary>
    public required string Device { get; init; }

    /// <summary><c>serial</c> or <c>console</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What the guest sees: <c>isa-serial</c>, <c>virtio</c>…</summary>
    public string? TargetType { get; init; }

    /// <summary>The terminal on the host that stands for it; absent where there is none, or nothing runs.</summary>
    public string? Tty { get; init; }

    /// <summary>Whether somebody is connected to it.</summary>
    public bool InUse { get; init; }
}

/// <summary>Any other device of a machine.</summary>
public sealed record MachineDevice
{
    /// <summary>What it is, in libvirt's word: <c>sound</c>, <c>video</c>, <c>channel</c>, <c>watchdog</c>…</summary>
    public required string Kind { get; init; }

    /// <summary>Its name in the machine; absent while the machine is off, unless a user gave one.</summary>
    public string? Alias { get; init; }

    /// <summary>Which of its kind: <c>ich9</c>, <c>virtio</c>, <c>spicevmc</c>…</summary>
    public string? Model { get; init; }
}
