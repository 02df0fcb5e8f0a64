namespace Pando.Model.Domains.Devices;

/// <summary>Sockets between the guest and the host, without a network (vhost-vsock).</summary>
public sealed record VsockDevice : Device
{
    /// <summary>The lowest number a guest can have; those below are the host's own.</summary>
    public const long FirstCid = 3;

    /// <summary>Which form of virtio; null until the default is filled in.</summary>
    public VirtioModel? Model { get; init; }

    /// <summary>Whether a free number is chosen at each start; null until the default is filled in.</summary>
    public bool? AutoCid { get; init; }

    /// <summary>The guest's number; null lets one be chosen.</summary>
    public long? Cid { get; init; }

    /// <summary>What every virtio device can be told.</summary>
    public VirtioOptions Virtio { get; init; } = VirtioOptions.Unsaid;
}
