namespace Pando.Model.Domains;

/// <summary>What KVM tells the guest of itself, and how it keeps track; null leaves it to QEMU.</summary>
public sealed record KvmFeatures
{
    /// <summary>Hide KVM's signature from the guest.</summary>
    public bool? Hidden { get; init; }

    /// <summary>Tell the guest that its processors are never taken away: it then spins instead of sleeping.</summary>
    public bool? HintDedicated { get; init; }

    /// <summary>Let the guest switch off the host's polling when it goes idle.</summary>
    public bool? PollControl { get; init; }

    /// <summary>Interrupts between processors by one call.</summary>
    public bool? PvIpi { get; init; }

    /// <summary>Note written pages in rings instead of bitmaps.</summary>
    public bool? DirtyRing { get; init; }

    /// <summary>How many pages a ring holds: a power of two, 1024…65536.</summary>
    public int? DirtyRingSize { get; init; }
}
