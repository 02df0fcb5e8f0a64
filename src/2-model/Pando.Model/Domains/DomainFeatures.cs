namespace Pando.Model.Domains;

/// <summary>Features of the machine. Those that are a plain flag are there or not; the others may be left to QEMU (null).</summary>
public sealed record DomainFeatures
{
    /// <summary>ACPI tables; a guest without them cannot be shut down politely.</summary>
    public bool Acpi { get; init; }

    /// <summary>A local APIC.</summary>
    public bool Apic { get; init; }

    /// <summary>The paravirtual end of interrupt of the APIC.</summary>
    public bool? ApicEoi { get; init; }

    /// <summary>Physical address extension.</summary>
    public bool Pae { get; init; }

    /// <summary>System management mode; secure boot needs it.</summary>
    public bool? Smm { get; init; }

    /// <summary>The memory of system management mode (TSEG), in MiB; q35 only.</summary>
    public int? TsegMiB { get; init; }

    /// <summary>VMware's I/O port.</summary>
    public bool? VmPort { get; init; }

    /// <summary>Paravirtual spin locks.</summary>
    public bool? PvSpinLock { get; init; }

    /// <summary>Performance counters.</summary>
    public bool? Pmu { get; init; }

    /// <summary>A device by which a guest tells where its crash notes are.</summary>
    public bool? VmCoreInfo { get; init; }

    /// <summary>Who emulates the I/O APIC.</summary>
    public IoApicDriver? IoApic { get; init; }

    /// <summary>What a guest gets that uses a model-specific register which KVM does not know.</summary>
    public UnknownMsrPolicy? UnknownMsrs { get; init; }

    /// <summary>QEMU's cache of translated code, in KiB; for machines that QEMU translates.</summary>
    public long? TranslationCacheKiB { get; init; }

    /// <summary>What KVM tells the guest of itself.</summary>
    public KvmFeatures Kvm { get; init; } = new();

    /// <summary>What the guest sees of Hyper-V, which Windows knows; null for nothing.</summary>
    public HyperVFeatures? HyperV { get; init; }
}

/// <summary>Who emulates the I/O APIC.</summary>
public enum IoApicDriver
{
    /// <summary>The kernel.</summary>
    Kvm,

    /// <summary>QEMU, which a guest's IOMMU with interrupt remapping needs.</summary>
    Qemu,
}

/// <summary>What a guest gets that uses a model-specific register which KVM does not know.</summary>
public enum UnknownMsrPolicy
{
    /// <summary>Zero.</summary>
    Ignore,

    /// <summary>A general protection fault, as from a processor.</summary>
    Fault,
}
