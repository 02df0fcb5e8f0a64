namespace Pando.Model.Domains.Devices;

/// <summary>A USB port that a device of a client is plugged into from afar.</summary>
public sealed record RedirectedDevice : Device, ICharacterDevice
{
    /// <summary>The host's end, by which the client comes.</summary>
    public CharacterBackend Backend { get; init; } = new SpiceVmcBackend();

    /// <summary>Its place in the order of what is booted from; null is no place.</summary>
    public int? BootOrder { get; init; }

    /// <inheritdoc/>
    CharacterBackend? ICharacterDevice.HostEnd => Backend;

    /// <inheritdoc/>
    Device ICharacterDevice.WithHostEnd(CharacterBackend backend) => this with { Backend = backend };
}

/// <summary>Which USB devices may be plugged in from afar: the first rule that fits decides. Null parts fit everything.</summary>
/// <param name="Allow">Whether it may.</param>
public sealed record RedirectionRule(bool Allow)
{
    /// <summary>The class of the device (0…255).</summary>
    public int? Class { get; init; }

    /// <summary>Its vendor's number (0…65535).</summary>
    public int? Vendor { get; init; }

    /// <summary>Its product number (0…65535).</summary>
    public int? Product { get; init; }

    /// <summary>Its version in binary-coded decimals: 0x0110 is 1.10.</summary>
    public int? VersionBcd { get; init; }
}
