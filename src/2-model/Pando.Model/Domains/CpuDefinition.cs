namespace Pando.Model.Domains;

/// <summary>The processor that the guest sees.</summary>
public sealed record CpuDefinition
{
    /// <summary>Where the model comes from; null when only a topology is asked for.</summary>
    public CpuMode? Mode { get; init; }

    /// <summary>How a custom model has to fit the host's processor.</summary>
    public CpuMatch? Match { get; init; }

    /// <summary>How strictly the processor is checked before the start.</summary>
    public CpuCheck? Check { get; init; }

    /// <summary>Whether a passed-through processor leaves out what cannot be migrated.</summary>
    public bool? Migratable { get; init; }

    /// <summary>The model of a custom processor, such as <c>Skylake-Client</c>.</summary>
    public string? Model { get; init; }

    /// <summary>Whether another model may stand in when QEMU does not know this one.</summary>
    public CpuFallback? Fallback { get; init; }

    /// <summary>The vendor the host's processor must have (<c>Intel</c>, <c>AMD</c>).</summary>
    public string? Vendor { get; init; }

    /// <summary>What the processor calls its vendor (CPUID, 12 characters); null leaves it to the model.</summary>
    public string? VendorId { get; init; }

    /// <summary>How the processors are arranged.</summary>
    public CpuTopology? Topology { get; init; }

    /// <summary>Single features that differ from the model's.</summary>
    public EquatableArray<CpuFeature> Features { get; init; }

    /// <summary>What the guest sees of caches; null leaves it to QEMU.</summary>
    public CpuCache? Cache { get; init; }

    /// <summary>How many bits a physical address has; null leaves it to QEMU.</summary>
    public MaxPhysicalAddress? MaxPhysicalAddress { get; init; }

    /// <summary>The guest's NUMA nodes; null for a guest without.</summary>
    public GuestNuma? Numa { get; init; }
}

/// <summary>Where a processor's model comes from.</summary>
public enum CpuMode
{
    /// <summary>A named model and features.</summary>
    Custom,

    /// <summary>The named model nearest to the host's processor.</summary>
    HostModel,

    /// <summary>The host's processor itself.</summary>
    HostPassthrough,

    /// <summary>Everything the accelerator can offer.</summary>
    Maximum,
}

/// <summary>How a custom processor has to fit the host's.</summary>
public enum CpuMatch
{
    /// <summary>The guest gets exactly what is listed.</summary>
    Exact,

    /// <summary>The guest gets at least what is listed.</summary>
    Minimum,

    /// <summary>The host must have exactly what is listed.</summary>
    Strict,
}

/// <summary>How strictly the processor is checked before the start.</summary>
public enum CpuCheck
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Against the host's processor.</summary>
    Partial,

    /// <summary>What QEMU made of it must be exactly what was asked for.</summary>
    Full,
}

/// <summary>Whether another model may stand in.</summary>
public enum CpuFallback
{
    /// <summary>It may.</summary>
    Allow,

    /// <summary>It may not.</summary>
    Forbid,
}

/// <summary>How the processors are arranged; the product is the number of vCPUs.</summary>
/// <param name="Sockets">Packages.</param>
/// <param name="Dies">Dies of a package.</param>
/// <param name="Cores">Cores of a die.</param>
/// <param name="Threads">Threads of a core.</param>
public sealed record CpuTopology(int Sockets, int Dies, int Cores, int Threads);

/// <summary>One feature that differs from the model's.</summary>
/// <param name="Name">Its name in libvirt's words.</param>
/// <param name="Policy">What is asked of it; null is the same as required.</param>
public sealed record CpuFeature(string Name, CpuFeaturePolicy? Policy);

/// <summary>What is asked of a processor's feature.</summary>
public enum CpuFeaturePolicy
{
    /// <summary>The guest has it, whatever the host has.</summary>
    Force,

    /// <summary>The host must have it, and the guest gets it.</summary>
    Require,

    /// <summary>The guest gets it where the host has it.</summary>
    Optional,

    /// <summary>The guest does not get it.</summary>
    Disable,

    /// <summary>The host must not have it.</summary>
    Forbid,
}

/// <summary>What a guest sees of caches.</summary>
/// <param name="Level">Which level it is about; null for all.</param>
/// <param name="Mode">Where they come from.</param>
public sealed record CpuCache(int? Level, CpuCacheMode Mode);

/// <summary>Where the caches come from that a guest sees.</summary>
public enum CpuCacheMode
{
    /// <summary>They are made up; only of level 3.</summary>
    Emulate,

    /// <summary>They are the host's; only where the processor is.</summary>
    Passthrough,

    /// <summary>There are none.</summary>
    Disable,
}

/// <summary>How many bits a physical address of the guest has.</summary>
/// <param name="Mode">Where the number comes from.</param>
/// <param name="Bits">The number, for <see cref="MaxPhysicalAddressMode.Emulate"/>.</param>
public sealed record MaxPhysicalAddress(MaxPhysicalAddressMode Mode, int? Bits);

/// <summary>Where the number of bits of a physical address comes from.</summary>
public enum MaxPhysicalAddressMode
{
    /// <summary>It is said.</summary>
    Emulate,

    /// <summary>It is the host's.</summary>
    Passthrough,
}
