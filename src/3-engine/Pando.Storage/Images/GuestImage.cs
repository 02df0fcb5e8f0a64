namespace Pando.Storage.Images;

/// <summary>A guest image that machines are made from. It is never written to.</summary>
/// <param name="Name">Its name: <c>debian-12</c>.</param>
/// <param name="Title">For people; null where nobody gave one.</param>
/// <param name="Source">Where it came from: <c>build:debian-12</c>, a path or a URL.</param>
/// <param name="OsVariant">osinfo's short name of the system on it; null where it is not known.</param>
/// <param name="Format"><c>qcow2</c>.</param>
/// <param name="CapacityBytes">How large a guest sees it.</param>
/// <param name="AllocationBytes">What it takes on disk; null where its file is gone.</param>
/// <param name="Checksum">Of its file: <c>sha256:…</c>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Path">Its file.</param>
/// <param name="UsedBy">The volumes that are linked clones of it.</param>
public sealed record GuestImage(
    string Name, string? Title, string Source, string? OsVariant, string Format, long CapacityBytes, long? AllocationBytes, string Checksum,
    DateTimeOffset CreatedAt, string Path, IReadOnlyList<string> UsedBy);
