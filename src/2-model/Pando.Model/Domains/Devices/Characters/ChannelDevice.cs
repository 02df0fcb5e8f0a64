namespace Pando.Model.Domains.Devices;

/// <summary>A channel between guest and host: a named port of a virtio-serial controller, or an address of the user network.</summary>
public sealed record ChannelDevice : Device, ICharacterDevice
{
    /// <summary>The name of the guest agent's channel.</summary>
    public const string GuestAgentName = "org.qemu.guest_agent.0";

    /// <summary>The name of the channel of the SPICE agent.</summary>
    public const string SpiceAgentName = "com.redhat.spice.0";

    /// <summary>The host's end.</summary>
    public CharacterBackend Backend { get; init; } = new UnixBackend();

    /// <summary>What the guest finds it by.</summary>
    public string? Name { get; init; }

    /// <summary>Where the guest connects to instead, on its user network; null for a port of a controller.</summary>
    public GuestForward? Forward { get; init; }

    /// <inheritdoc/>
    CharacterBackend? ICharacterDevice.HostEnd => Backend;

    /// <inheritdoc/>
    Device ICharacterDevice.WithHostEnd(CharacterBackend backend) => this with { Backend = backend };
}

/// <summary>An address of the user network whose connections reach a channel's end on the host (slirp's guestfwd).</summary>
/// <param name="Address">An IPv4 address of that network which is nobody's: 10.0.2.1.</param>
/// <param name="Port">The TCP port.</param>
public sealed record GuestForward(string Address, int Port);
