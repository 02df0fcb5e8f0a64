namespace Pando.Model.Domains.Devices;

/// <summary>One image below another; the end of the chain is the one without a source.</summary>
public sealed record DiskBacking
{
    /// <summary>The end of a chain: nothing is below.</summary>
    public static readonly DiskBacking End = new();

    /// <summary>Where the image is; null at the end of the chain.</summary>
    public DiskSource? Source { get; init; }

    /// <summary>The format of the image.</summary>
    public DiskFormat? Format { get; init; }

    /// <summary>The most memory that its metadata may take, in bytes; null leaves it to QEMU.</summary>
    public long? MetadataCacheBytes { get; init; }

    /// <summary>The image below this one; null when that is to be found out from the image.</summary>
    public DiskBacking? Next { get; init; }

    /// <summary>The path of an image that is a file; null for any other.</summary>
    public string? FilePath
    {
        get => (Source as FileSource)?.Path;
        init => Source = value is null ? null : new FileSource(value);
    }
}
