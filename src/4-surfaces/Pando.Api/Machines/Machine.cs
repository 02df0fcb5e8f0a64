namespace Pando.Api.Machines;

/// <summary>All that is known of one machine without asking its process.</summary>
public sealed record Machine
{
    /// <summary>Its uuid.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, unique on this host.</summary>
    public required string Name { get; init; }

    /// <summary>The number of its run on this host, another one with each start; absent while nothing runs.</summary>
    public int? Number { get; init; }

    /// <summary>Its title: a short description for people.</summary>
    public string? Title { get; init; }

    /// <summary>Its description, any length.</summary>
    public string? Description { get; init; }

    /// <summary>Where it is.</summary>
    public required MachineState State { get; init; }

    /// <summary>Whether its definition is stored; a transient machine is gone once it stops.</summary>
    public required bool Persistent { get; init; }

    /// <summary>Whether it starts with the host.</summary>
    public required bool Autostart { get; init; }

    /// <summary>Whether its memory was saved and the next start goes on from it.</summary>
    public bool ManagedSave { get; init; }

    /// <summary>The number of its definition's current version; 0 for a transient machine. The ETag of its XML.</summary>
    public required int Version { get; init; }

    /// <summary>Its largest memory, in KiB.</summary>
    public required long MemoryKiB { get; init; }

    /// <summary>The memory it has now (or starts with), in KiB.</summary>
    public required long CurrentMemoryKiB { get; init; }

    /// <summary>How many processors it has.</summary>
    public required int Vcpus { get; init; }

    /// <summary>How many of them it has now, or starts with.</summary>
    public int? CurrentVcpus { get; init; }

    /// <summary>The devices, by alias, that its guest was asked to release and has not released yet; absent where there are none.</summary>
    public IReadOnlyList<string>? UnplugAsked { get; init; }

    /// <summary>The devices of the host, by alias, that the running machine is to have and that are not plugged into the host now.</summary>
    public IReadOnlyList<string>? AbsentDevices { get; init; }

    /// <summary>What runs it: <c>kvm</c> or <c>tcg</c>; absent while it is off, for it is found at the start.</summary>
    public string? Accelerator { get; init; }

    /// <summary>Why that is not the better one, in the caller's language; absent where nothing is to be said.</summary>
    public string? AcceleratorNotice { get; init; }

    /// <summary>Its process; absent while nothing runs.</summary>
    public int? Pid { get; init; }

    /// <summary>When its process was started; absent while nothing runs.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>
    /// What was done to its process past what Pando can answer for: <c>custom-argv</c>, <c>custom-device</c>,
    /// <c>custom-dtb</c>, <c>custom-monitor</c>, <c>custom-ga-command</c>; empty while it is off.
    /// </summary>
    public required IReadOnlyList<string> Taints { get; init; }

    /// <summary>The programs that run beside QEMU for it, such as virtiofsd; empty while it is off.</summary>
    public required IReadOnlyList<MachineSideProcess> SideProcesses { get; init; }

    /// <summary>What confines its process; absent while it is off.</summary>
    public MachineConfinement? Confinement { get; init; }

    /// <summary>What kind of machine is shown to the guest.</summary>
    public required MachineOs Os { get; init; }

    /// <summary>Its disks and CD drives, in the definition's order.</summary>
    public required IReadOnlyList<MachineDisk> Disks { get; init; }

    /// <summary>Its network interfaces, in the definition's order.</summary>
    public required IReadOnlyList<MachineInterface> Interfaces { get; init; }

    /// <summary>Where its screen can be seen.</summary>
    public required IReadOnlyList<MachineGraphics> Graphics { get; init; }

    /// <summary>Its serial ports and consoles; the first is the one that a console without a name means.</summary>
    public required IReadOnlyList<MachineConsole> Consoles { get; init; }

    /// <summary>Its other devices, kind by kind as libvirt orders them.</summary>
    public required IReadOnlyList<MachineDevice> Devices { get; init; }
}
