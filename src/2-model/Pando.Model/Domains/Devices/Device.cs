namespace Pando.Model.Domains.Devices;

/// <summary>What every device has: a name of its own and a place.</summary>
public abstract record Device
{
    private protected Device() { }

    /// <summary>The name it goes by; only those a user gave are part of what was asked for.</summary>
    public DeviceAlias? Alias { get; init; }

    /// <summary>Its place in the machine; null until one is assigned, or where it needs none.</summary>
    public DeviceAddress? Address { get; init; }

    /// <summary>
    /// The number the firmware tells the guest about a PCI device, from 1 to 16383: a guest names a network card after
    /// it (<c>eno7</c>), wherever the card sits. Null is none.
    /// </summary>
    public int? AcpiIndex { get; init; }
}
