using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>A serial port.</summary>
public sealed record SerialDevice : Device, ICharacterDevice
{
    /// <summary>How many a PC has on its ISA bus: COM1 to COM4.</summary>
    public const int MostPorts = 4;

    /// <summary>The host's end.</summary>
    public CharacterBackend Backend { get; init; } = new PtyBackend();

    /// <summary>What it is in the guest; null until the default (on ISA) is filled in.</summary>
    public SerialTarget? Target { get; init; }

    /// <summary>Its number: 0 is COM1; null until it is assigned.</summary>
    public int? Port { get; init; }

    /// <inheritdoc/>
    CharacterBackend? ICharacterDevice.HostEnd => Backend;

    /// <inheritdoc/>
    Device ICharacterDevice.WithHostEnd(CharacterBackend backend) => this with { Backend = backend };
}

/// <summary>What a serial port is in the guest.</summary>
public enum SerialTarget
{
    /// <summary>A 16550A UART on the ISA bus.</summary>
    [XmlEnum("isa-serial")]
    Isa,

    /// <summary>A USB adapter (FTDI).</summary>
    [XmlEnum("usb-serial")]
    Usb,

    /// <summary>A 16550A UART on PCI.</summary>
    [XmlEnum("pci-serial")]
    Pci,

    /// <summary>The port that firmware writes its debugging output to: 0x402 in SeaBIOS and OVMF, 0xe9 where no address says so.</summary>
    [XmlEnum("isa-debug")]
    IsaDebug,
}
