namespace Pando.Model.Domains;

/// <summary>How much of the host's memory a machine's process may use, all in KiB (the kernel's memory controller). Null is no limit.</summary>
public sealed record MemoryTuning
{
    /// <summary>What it may never exceed.</summary>
    public long? HardLimitKiB { get; init; }

    /// <summary>What it is pushed back to when memory is short.</summary>
    public long? SoftLimitKiB { get; init; }

    /// <summary>What memory and swap together may never exceed.</summary>
    public long? SwapHardLimitKiB { get; init; }
}
