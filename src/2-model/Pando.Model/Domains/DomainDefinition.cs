using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>
/// A machine as it was asked for: what a libvirt domain XML says, whole and immutable. Nothing in it is
/// observed; what a running process was started with is another record, and what QEMU says now a third.
/// Written after <see href="https://libvirt.org/formatdomain.html"/>.
/// </summary>
public sealed record DomainDefinition
{
    /// <summary>What runs the guest's instructions.</summary>
    public DomainType Type { get; init; } = DomainType.Kvm;

    /// <summary>The identity; default when the text gave none and none was chosen yet.</summary>
    public DomainId Id { get; init; }

    /// <summary>The name, unique on a host: at most 255 bytes, without '/' and line breaks.</summary>
    public required string Name { get; init; }

    /// <summary>An identity that changes whenever the guest's past is not its own any more (a snapshot, a clone); default until one is made.</summary>
    public DomainId? GenerationId { get; init; }

    /// <summary>A short title for people, one line.</summary>
    public string? Title { get; init; }

    /// <summary>A description for people, any length.</summary>
    public string? Description { get; init; }

    /// <summary>What other programs keep here, one element for each of their namespaces.</summary>
    public EquatableArray<MetadataElement> Metadata { get; init; }

    /// <summary>The most memory the guest can have, in KiB.</summary>
    public required long MemoryKiB { get; init; }

    /// <summary>What the balloon leaves the guest at the start, in KiB; at most <see cref="MemoryKiB"/>.</summary>
    public required long CurrentMemoryKiB { get; init; }

    /// <summary>The memory the guest has without what is plugged, in KiB: that of its NUMA nodes where it has any.</summary>
    public long InitialMemoryKiB => Cpu?.Numa is { MemoryKiB: > 0 and var cells } ? cells : MemoryKiB - Devices.Memories.Items.Sum(memory => memory.SizeKiB);

    /// <summary>Whether a dump of QEMU's process holds the guest's memory; null is no.</summary>
    public bool? DumpMemory { get; init; }

    /// <summary>What memory devices can make it grow to; null for a machine that takes none.</summary>
    public MaxMemory? MaxMemory { get; init; }

    /// <summary>What the host gives the memory from.</summary>
    public MemoryBacking MemoryBacking { get; init; } = new();

    /// <summary>Limits of memory.</summary>
    public MemoryTuning MemoryTuning { get; init; } = new();

    /// <summary>Which of the host's NUMA nodes the memory is on.</summary>
    public NumaTuning NumaTuning { get; init; } = new();

    /// <summary>Weights and limits of block I/O.</summary>
    public BlockIoTuning BlockIoTuning { get; init; } = new();

    /// <summary>The most virtual processors the guest can have.</summary>
    public required int Vcpus { get; init; }

    /// <summary>How many of them are there at the start; at most <see cref="Vcpus"/>.</summary>
    public required int VcpusCurrent { get; init; }

    /// <summary>The virtual processors one by one; all of them, or none where they are alike.</summary>
    public EquatableArray<VcpuState> VcpuStates { get; init; }

    /// <summary>Where the machine's threads run that nothing more is said of.</summary>
    public VcpuPlacement VcpuPlacement { get; init; }

    /// <summary>The host's processors for those threads; null for all.</summary>
    public NumberSet? CpuSet { get; init; }

    /// <summary>The threads for the I/O of disks and controllers.</summary>
    public EquatableArray<IoThreadDefinition> IoThreads { get; init; }

    /// <summary>The workers of QEMU's main loop; null leaves it to QEMU.</summary>
    public DefaultIoThread? DefaultIoThread { get; init; }

    /// <summary>How much of the host's processors the threads get, and which.</summary>
    public CpuTuning CpuTuning { get; init; } = new();

    /// <summary>Where the machine stands among the host's control groups; null for the usual place.</summary>
    public ResourcePartition? Resource { get; init; }

    /// <summary>What the firmware tells of the machine's maker; null keeps QEMU's words.</summary>
    public SmbiosInfo? SysInfo { get; init; }

    /// <summary>What QEMU's firmware configuration device holds.</summary>
    public EquatableArray<FirmwareConfigEntry> FirmwareConfig { get; init; }

    /// <summary>Machine type, firmware and boot.</summary>
    public OsDefinition Os { get; init; } = new();

    /// <summary>Features of the machine.</summary>
    public DomainFeatures Features { get; init; } = new();

    /// <summary>The processor; null leaves it to the defaults of the host.</summary>
    public CpuDefinition? Cpu { get; init; }

    /// <summary>The clock and its timers.</summary>
    public ClockDefinition Clock { get; init; } = new();

    /// <summary>What happens when the guest powers off.</summary>
    public LifecycleAction OnPowerOff { get; init; } = LifecycleAction.Destroy;

    /// <summary>What happens when the guest reboots.</summary>
    public LifecycleAction OnReboot { get; init; } = LifecycleAction.Restart;

    /// <summary>What happens when the guest crashes.</summary>
    public LifecycleAction OnCrash { get; init; } = LifecycleAction.Destroy;

    /// <summary>What happens when the lease of a disk is lost; null is what the lock manager does.</summary>
    public LockFailureAction? OnLockFailure { get; init; }

    /// <summary>Which sleep states the firmware offers the guest.</summary>
    public PowerManagement PowerManagement { get; init; } = new();

    /// <summary>What is counted while the machine runs.</summary>
    public EquatableArray<PerfEvent> PerfEvents { get; init; }

    /// <summary>The devices.</summary>
    public DomainDevices Devices { get; init; } = new();

    /// <summary>How the host's security drivers label the machine, one for each driver at most.</summary>
    public EquatableArray<SeclabelDefinition> Seclabels { get; init; }

    /// <summary>What is said past libvirt's own elements, in QEMU's namespace.</summary>
    public QemuExtras QemuExtras { get; init; } = new();

    /// <summary>Memory that the host cannot read; null for a usual machine.</summary>
    public SevLaunch? LaunchSecurity { get; init; }
}
