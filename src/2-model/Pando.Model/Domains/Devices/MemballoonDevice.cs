namespace Pando.Model.Domains.Devices;

/// <summary>The balloon that takes memory from the guest and gives it back.</summary>
public sealed record MemballoonDevice : Device
{
    /// <summary>What it is.</summary>
    public MemballoonModel Model { get; init; } = MemballoonModel.Virtio;

    /// <summary>What it is told about its rings.</summary>
    public VirtioOptions Virtio { get; init; } = VirtioOptions.Unsaid;

    /// <summary>How often the guest reports its use of memory, in seconds; null or 0 is never.</summary>
    public int? StatsPeriodSeconds { get; init; }

    /// <summary>Whether it deflates before the guest's kernel would kill a process; null leaves it to QEMU.</summary>
    public bool? AutoDeflate { get; init; }

    /// <summary>Whether the guest gives pages back that it does not use; null leaves it to QEMU.</summary>
    public bool? FreePageReporting { get; init; }
}

/// <summary>What a balloon is.</summary>
public enum MemballoonModel
{
    /// <summary>virtio-balloon.</summary>
    Virtio,

    /// <summary>Both forms of virtio, in a conventional PCI slot.</summary>
    VirtioTransitional,

    /// <summary>virtio 1.0 and later only.</summary>
    VirtioNonTransitional,

    /// <summary>None at all.</summary>
    None,
}
