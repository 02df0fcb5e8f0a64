namespace Pando.Model.Domains.Devices;

/// <summary>A parallel port on the ISA bus.</summary>
public sealed record ParallelDevice : Device, ICharacterDevice
{
    /// <summary>How many a PC has: LPT1 to LPT3.</summary>
    public const int MostPorts = 3;

    /// <summary>The host's end.</summary>
    public CharacterBackend Backend { get; init; } = new PtyBackend();

    /// <summary>Its number: 0 is LPT1; null until it is assigned.</summary>
    public int? Port { get; init; }

    /// <inheritdoc/>
    CharacterBackend? ICharacterDevice.HostEnd => Backend;

    /// <inheritdoc/>
    Device ICharacterDevice.WithHostEnd(CharacterBackend backend) => this with { Backend = backend };
}
