namespace Pando.Model.Pools;

/// <summary>Whose a file or a directory is, and what who may do with it; what is null was left open.</summary>
public sealed record FilePermissions
{
    /// <summary>The permission bits.</summary>
    public UnixFileMode? Mode { get; init; }

    /// <summary>The owner's number.</summary>
    public uint? Owner { get; init; }

    /// <summary>The group's number.</summary>
    public uint? Group { get; init; }

    /// <summary>A security label. It is kept with the definition; nothing is labelled with it.</summary>
    public string? Label { get; init; }
}
