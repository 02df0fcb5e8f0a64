namespace Pando.Model.Pools;

/// <summary>
/// A storage pool as it is asked for, in the terms of libvirt's pool XML (<see href="https://libvirt.org/formatstorage.html"/>).
/// There is one kind so far: a directory of image files.
/// </summary>
public sealed record PoolDefinition
{
    /// <summary>The word of the one kind.</summary>
    public const string DirKind = "dir";

    /// <summary>Its identity.</summary>
    public required PoolId Id { get; init; }

    /// <summary>Its name, which disks of machines say.</summary>
    public required string Name { get; init; }

    /// <summary>Its kind, in libvirt's word.</summary>
    public string Kind => DirKind;

    /// <summary>Where it is on the host: absolute, without doubled slashes and without one at its end.</summary>
    public required string Path { get; init; }

    /// <summary>What its directory is given when it is built.</summary>
    public FilePermissions Permissions { get; init; } = new();
}
