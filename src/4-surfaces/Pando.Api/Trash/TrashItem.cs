namespace Pando.Api.Trash;

/// <summary>A removed machine or network with what went to the trash with it.</summary>
public sealed record TrashItem
{
    /// <summary>Its identity in the trash.</summary>
    public required string Id { get; init; }

    /// <summary>What it is: <c>machine</c> or <c>network</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The name it had.</summary>
    public required string Name { get; init; }

    /// <summary>The uuid it had, and gets back.</summary>
    public required string SubjectId { get; init; }

    /// <summary>When it was removed.</summary>
    public required DateTimeOffset TrashedAt { get; init; }

    /// <summary>Who removed it.</summary>
    public required string By { get; init; }

    /// <summary>When it is deleted for good; absent where that never happens by itself.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What its files take on disk.</summary>
    public required long Bytes { get; init; }

    /// <summary>The files that went with it.</summary>
    public required IReadOnlyList<TrashedFile> Files { get; init; }
}

/// <summary>A file in the trash.</summary>
public sealed record TrashedFile
{
    /// <summary>Where it was, and is restored to.</summary>
    public required string Path { get; init; }

    /// <summary>What it takes on disk.</summary>
    public required long Bytes { get; init; }
}
