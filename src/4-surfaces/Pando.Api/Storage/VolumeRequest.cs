namespace Pando.Api.Storage;

/// <summary>A volume that is wanted.</summary>
public sealed record VolumeRequest
{
    /// <summary>Its name, with its ending: <c>web1.qcow2</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>qcow2</c> (the default) or <c>raw</c>.</summary>
    public string? Format { get; init; }

    /// <summary>How large a guest sees it; may be left out where there is an image.</summary>
    public long? CapacityBytes { get; init; }

    /// <summary>The guest image that it is made from; absent for an empty one.</summary>
    public string? Image { get; init; }

    /// <summary>Whether the image is copied; otherwise the volume is a linked clone of it.</summary>
    public bool FullCopy { get; init; }
}
