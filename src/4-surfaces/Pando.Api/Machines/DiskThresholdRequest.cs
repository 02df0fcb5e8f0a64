namespace Pando.Api.Machines;

/// <summary>An offset of a disk's image behind which a write is told.</summary>
public sealed record DiskThresholdRequest
{
    /// <summary>The offset in the image, in bytes; 0 is never.</summary>
    public required long Bytes { get; init; }
}
