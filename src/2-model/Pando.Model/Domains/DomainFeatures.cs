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

    /// <summary>VMware's I/O port.</summary>
    public bool? VmPort { get; init; }

    /// <summary>Paravirtual spin locks.</summary>
    public bool? PvSpinLock { get; init; }

    /// <summary>Hide KVM's signature from the guest.</summary>
    public bool? KvmHidden { get; init; }
}
