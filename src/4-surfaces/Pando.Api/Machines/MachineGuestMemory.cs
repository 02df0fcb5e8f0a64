namespace Pando.Api.Machines;

/// <summary>What a guest says of its memory through the balloon. What it does not say is absent.</summary>
public sealed record MachineGuestMemory
{
    /// <summary>When the guest said it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>All that the guest has, in KiB.</summary>
    public long? AvailableKiB { get; init; }

    /// <summary>What nobody uses, in KiB.</summary>
    public long? UnusedKiB { get; init; }

    /// <summary>What could be taken without making the guest swap, in KiB.</summary>
    public long? UsableKiB { get; init; }

    /// <summary>Caches of its disks, in KiB.</summary>
    public long? DiskCachesKiB { get; init; }

    /// <summary>Read from swap since the guest booted, in KiB.</summary>
    public long? SwapInKiB { get; init; }

    /// <summary>Written to swap since the guest booted, in KiB.</summary>
    public long? SwapOutKiB { get; init; }

    /// <summary>Page faults with I/O since the guest booted.</summary>
    public long? MajorFaults { get; init; }

    /// <summary>Other page faults since the guest booted.</summary>
    public long? MinorFaults { get; init; }
}
