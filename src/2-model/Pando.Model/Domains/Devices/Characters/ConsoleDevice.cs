namespace Pando.Model.Domains.Devices;

/// <summary>A console: the first serial port seen again, or a virtio console of its own.</summary>
public sealed record ConsoleDevice : Device, ICharacterDevice
{
    /// <summary>The host's end; of a console on a serial port that of the port.</summary>
    public CharacterBackend Backend { get; init; } = new PtyBackend();

    /// <summary>What it is in the guest; null until the default (serial) is filled in.</summary>
    public ConsoleTarget? Target { get; init; }

    /// <summary>Its number among the consoles; null until it is assigned.</summary>
    public int? Port { get; init; }

    /// <inheritdoc/>
    CharacterBackend? ICharacterDevice.HostEnd => Backend;

    /// <inheritdoc/>
    Device ICharacterDevice.WithHostEnd(CharacterBackend backend) => this with { Backend = backend };
}

/// <summary>What a console is in the guest.</summary>
public enum ConsoleTarget
{
    /// <summary>The serial port.</summary>
    Serial,

    /// <summary>A port of a virtio-serial controller.</summary>
    Virtio,
}
