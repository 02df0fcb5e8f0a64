namespace Pando.Model.Domains.Devices;

/// <summary>A source of randomness for the guest (virtio-rng).</summary>
public sealed record RngDevice : Device, ICharacterDevice
{
    /// <summary>Which form of virtio it has.</summary>
    public VirtioModel Model { get; init; }

    /// <summary>What it is told about its rings.</summary>
    public VirtioOptions Virtio { get; init; } = VirtioOptions.Unsaid;

    /// <summary>Where the randomness comes from.</summary>
    public RngSource Source { get; init; } = RngSource.Random;

    /// <summary>The file of <see cref="RngSource.Random"/>; null is /dev/urandom.</summary>
    public string? Path { get; init; }

    /// <summary>The host's end of <see cref="RngSource.Egd"/>; null otherwise.</summary>
    public CharacterBackend? Backend { get; init; }

    /// <summary>How much the guest may take; null is without a limit.</summary>
    public RngRate? Rate { get; init; }

    /// <inheritdoc/>
    CharacterBackend? ICharacterDevice.HostEnd => Backend;

    /// <inheritdoc/>
    Device ICharacterDevice.WithHostEnd(CharacterBackend backend) => this with { Backend = backend };
}

/// <summary>Where randomness comes from.</summary>
public enum RngSource
{
    /// <summary>A file of the host.</summary>
    Random,

    /// <summary>QEMU itself.</summary>
    Builtin,

    /// <summary>A daemon that speaks the protocol of EGD.</summary>
    Egd,
}

/// <summary>How much randomness a guest may take.</summary>
/// <param name="Bytes">So many bytes…</param>
/// <param name="PeriodMilliseconds">…in so many milliseconds; null is one second.</param>
public sealed record RngRate(int Bytes, int? PeriodMilliseconds);
