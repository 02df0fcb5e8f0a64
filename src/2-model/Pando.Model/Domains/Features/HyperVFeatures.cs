namespace Pando.Model.Domains;

/// <summary>
/// What the guest sees of Hyper-V (its Top Level Functional Specification): Windows runs better with it. Null leaves one
/// to QEMU, which means off.
/// </summary>
public sealed record HyperVFeatures
{
    /// <summary>Whether each is named here.</summary>
    public HyperVMode Mode { get; init; }

    /// <summary>Do not be strict with timers: a watchdog would take a descheduled processor for a hung one.</summary>
    public bool? Relaxed { get; init; }

    /// <summary>A virtual APIC.</summary>
    public bool? Vapic { get; init; }

    /// <summary>Tell the host of spin locks that take long.</summary>
    public bool? Spinlocks { get; init; }

    /// <summary>After how many tries; at least 4095.</summary>
    public long? SpinlockRetries { get; init; }

    /// <summary>Numbers of virtual processors.</summary>
    public bool? VpIndex { get; init; }

    /// <summary>How long a processor has run.</summary>
    public bool? Runtime { get; init; }

    /// <summary>A synthetic interrupt controller.</summary>
    public bool? Synic { get; init; }

    /// <summary>Synthetic timers.</summary>
    public bool? Stimer { get; init; }

    /// <summary>Those of them that interrupt without a message.</summary>
    public bool? StimerDirect { get; init; }

    /// <summary>Reset through a register.</summary>
    public bool? Reset { get; init; }

    /// <summary>A vendor's name.</summary>
    public bool? Vendor { get; init; }

    /// <summary>Which: up to 12 characters.</summary>
    public string? VendorName { get; init; }

    /// <summary>The frequencies of TSC and APIC in registers.</summary>
    public bool? Frequencies { get; init; }

    /// <summary>Tell of a TSC that changes with a migration.</summary>
    public bool? Reenlightenment { get; init; }

    /// <summary>Flush other processors' TLBs by a call.</summary>
    public bool? TlbFlush { get; init; }

    /// <summary>Also for what runs inside the guest's own virtual machines.</summary>
    public bool? TlbFlushDirect { get; init; }

    /// <summary>Also for ranges of addresses.</summary>
    public bool? TlbFlushExtended { get; init; }

    /// <summary>Interrupt other processors by a call.</summary>
    public bool? Ipi { get; init; }

    /// <summary>Enlightened VMCS, for a Hyper-V inside the guest (Intel).</summary>
    public bool? Evmcs { get; init; }

    /// <summary>The hardware's own virtual APIC.</summary>
    public bool? Avic { get; init; }

    /// <summary>An enlightened bitmap of model-specific registers.</summary>
    public bool? EmsrBitmap { get; init; }

    /// <summary>Arguments of calls in XMM registers.</summary>
    public bool? XmmInput { get; init; }
}

/// <summary>Whether each of Hyper-V's features is named.</summary>
public enum HyperVMode
{
    /// <summary>The guest gets what is named.</summary>
    Custom,

    /// <summary>The guest gets all that the host's KVM has; it can then not be migrated.</summary>
    Passthrough,
}
