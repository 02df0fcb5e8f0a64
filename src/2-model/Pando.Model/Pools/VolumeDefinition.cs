namespace Pando.Model.Pools;

/// <summary>A volume as it is asked for, in the terms of libvirt's volume XML (<see href="https://libvirt.org/formatstorage.html"/>).</summary>
public sealed record VolumeDefinition
{
    /// <summary>Its name in its pool.</summary>
    public required string Name { get; init; }

    /// <summary>How large a guest sees it; null: as large as what it is made from.</summary>
    public long? CapacityBytes { get; init; }

    /// <summary>How much of it takes room at once; null: all of it where its format can, as libvirt has it.</summary>
    public long? AllocationBytes { get; init; }

    /// <summary><c>raw</c> or <c>qcow2</c>.</summary>
    public string Format { get; init; } = "raw";

    /// <summary>Whether it counts references lazily (qcow2).</summary>
    public bool LazyRefcounts { get; init; }

    /// <summary>The image that it is a clone of; null for a whole one.</summary>
    public VolumeBacking? Backing { get; init; }
}

/// <summary>The image below a volume.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Format"><c>raw</c> or <c>qcow2</c>.</param>
public sealed record VolumeBacking(string Path, string Format);

/// <summary>A volume as it is.</summary>
/// <param name="Name">Its name in its pool.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Format"><c>raw</c> or <c>qcow2</c>.</param>
/// <param name="CapacityBytes">How large a guest sees it.</param>
/// <param name="AllocationBytes">What it takes on disk.</param>
/// <param name="PhysicalBytes">How long its file is.</param>
/// <param name="Backing">The image below it.</param>
/// <param name="Permissions">Whose it is.</param>
/// <param name="ModifiedAt">When its content last changed.</param>
public sealed record VolumeDescription(
    string Name, string Path, string Format, long CapacityBytes, long AllocationBytes, long PhysicalBytes, VolumeBacking? Backing,
    FilePermissions? Permissions, DateTimeOffset ModifiedAt);
