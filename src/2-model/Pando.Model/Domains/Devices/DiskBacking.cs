namespace Pando.Model.Domains.Devices;

/// <summary>One image below another; the end of the chain is the one without a path.</summary>
public sealed record DiskBacking
{
    /// <summary>The end of a chain: nothing is below.</summary>
    public static readonly DiskBacking End = new();

    /// <summary>The file; null at the end of the chain.</summary>
    public string? Path { get; init; }

    /// <summary>The format of the file.</summary>
    public DiskFormat? Format { get; init; }

    /// <summary>The image below this one; null when QEMU is to find that out by itself.</summary>
    public DiskBacking? Next { get; init; }
}
