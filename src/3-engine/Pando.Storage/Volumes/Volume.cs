using Pando.Model.Errors;
using Pando.Model.Pools;
using Pando.Model.Xml.Pools;

namespace Pando.Storage.Volumes;

/// <summary>A volume as it was last seen.</summary>
/// <param name="Pool">Its pool.</param>
/// <param name="Name">Its name in the pool.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Format"><c>qcow2</c> or <c>raw</c>.</param>
/// <param name="CapacityBytes">How large a guest sees it; 0 where its header cannot be read.</param>
/// <param name="AllocationBytes">What it takes on disk.</param>
/// <param name="Backing">The path of the image that it is a clone of; null for a whole one.</param>
/// <param name="ModifiedAt">When its content last changed.</param>
/// <param name="Problem">Why it cannot be used; null where it can.</param>
public sealed record Volume(
    string Pool, string Name, string Path, string Format, long CapacityBytes, long AllocationBytes, string? Backing,
    DateTimeOffset ModifiedAt, PandoException? Problem)
{
    /// <summary>How long its file is.</summary>
    public long PhysicalBytes { get; init; }

    /// <summary>The format of <see cref="Backing"/>, as its header says; null where it does not.</summary>
    public string? BackingFormat { get; init; }

    /// <summary>Whose its file is; null where it cannot be opened.</summary>
    public FilePermissions? Permissions { get; init; }

    /// <summary>As libvirt's volume XML.</summary>
    public string ToXml() => VolumeXml.Write(new VolumeDescription(
        Name, Path, Format, CapacityBytes, AllocationBytes, PhysicalBytes, Backing is null ? null : new VolumeBacking(Backing, BackingFormat ?? "raw"), Permissions, ModifiedAt));
}
