namespace Pando.Model.Domains;

/// <summary>Which sleep states the firmware offers the guest; null leaves it to QEMU.</summary>
public sealed record PowerManagement
{
    /// <summary>S3, suspend to memory.</summary>
    public bool? SuspendToMemory { get; init; }

    /// <summary>S4, suspend to disk.</summary>
    public bool? SuspendToDisk { get; init; }
}
