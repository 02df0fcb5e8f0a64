namespace Pando.Model.Domains.Devices;

/// <summary>A named channel between guest and host, on a port of a virtio-serial controller.</summary>
public sealed record ChannelDevice : Device
{
    /// <summary>The name of the guest agent's channel.</summary>
    public const string GuestAgentName = "org.qemu.guest_agent.0";

    /// <summary>The host's end.</summary>
    public CharacterBackend Backend { get; init; } = new UnixBackend();

    /// <summary>What the guest finds it by.</summary>
    public string? Name { get; init; }
}
