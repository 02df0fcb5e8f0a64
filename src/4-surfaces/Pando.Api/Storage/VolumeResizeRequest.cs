namespace Pando.Api.Storage;

/// <summary>The size that a volume is to have.</summary>
public sealed record VolumeResizeRequest
{
    /// <summary>How large a guest will see it; never less than it has.</summary>
    public required long CapacityBytes { get; init; }
}
