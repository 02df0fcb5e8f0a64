using System.Collections.Immutable;

namespace Pando.Storage.Images.Store;

/// <summary>What is stored of a guest image. Its file bears its maker's id: a new build of a name never changes a file that volumes are backed by.</summary>
/// <param name="Name">Its name.</param>
/// <param name="File">The file's name in the image store.</param>
/// <param name="Title">For people.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="OsVariant">osinfo's short name; null where it is not known.</param>
/// <param name="CapacityBytes">How large a guest sees it.</param>
/// <param name="Checksum">Of the file: <c>sha256:…</c>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Owner">The job that made it.</param>
/// <param name="Superseded">Files of earlier images of that name that volumes are still backed by.</param>
internal sealed record ImageRecord(
    string Name, string File, string? Title, string Source, string? OsVariant, long CapacityBytes, string Checksum,
    DateTimeOffset CreatedAt, string Owner, ImmutableArray<string> Superseded);
