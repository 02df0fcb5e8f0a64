namespace Pando.Model.Domains.Devices;

/// <summary>A serial port on the ISA bus (a 16550A UART).</summary>
public sealed record SerialDevice : Device
{
    /// <summary>How many a PC has: COM1 to COM4.</summary>
    public const int MostPorts = 4;

    /// <summary>The host's end.</summary>
    public CharacterBackend Backend { get; init; } = new PtyBackend();

    /// <summary>Its number: 0 is COM1; null until it is assigned.</summary>
    public int? Port { get; init; }
}
