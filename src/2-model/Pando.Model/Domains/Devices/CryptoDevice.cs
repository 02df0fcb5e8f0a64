namespace Pando.Model.Domains.Devices;

/// <summary>A crypto card (virtio-crypto).</summary>
public sealed record CryptoDevice : Device
{
    /// <summary>Who does the work.</summary>
    public CryptoBackend Backend { get; init; }

    /// <summary>The number of queues; null is one.</summary>
    public int? Queues { get; init; }

    /// <summary>What every virtio device can be told.</summary>
    public VirtioOptions Virtio { get; init; } = VirtioOptions.Unsaid;
}

/// <summary>Who does a crypto card's work.</summary>
public enum CryptoBackend
{
    /// <summary>QEMU itself.</summary>
    Builtin,

    /// <summary>The host's kernel.</summary>
    Lkcf,
}
