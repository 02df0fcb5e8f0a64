using Pando.Model.Errors;

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
    DateTimeOffset ModifiedAt, PandoException? Problem);
