namespace Pando.Api.Machines;

/// <summary>Another size of a disk.</summary>
public sealed record DiskSizeRequest
{
    /// <summary>The size, in bytes; no smaller than now.</summary>
    public required long Bytes { get; init; }
}
