namespace Pando.Api.Images;

/// <summary>A guest image that machines are made from. It is never written to.</summary>
public sealed record Image
{
    /// <summary>Its name: <c>debian-12</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, for people.</summary>
    public string? Title { get; init; }

    /// <summary>Where it came from: <c>build:debian-12</c>, <c>upload</c> or a URL.</summary>
    public string? Source { get; init; }

    /// <summary>osinfo's short name of the system on it: <c>debian12</c>.</summary>
    public string? OsVariant { get; init; }

    /// <summary><c>qcow2</c> or <c>raw</c>.</summary>
    public required string Format { get; init; }

    /// <summary>How large a guest sees it.</summary>
    public required long CapacityBytes { get; init; }

    /// <summary>What it takes on disk.</summary>
    public required long AllocationBytes { get; init; }

    /// <summary>Its checksum: <c>sha256:…</c>.</summary>
    public string? Checksum { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Where it lies on the host.</summary>
    public string? Path { get; init; }

    /// <summary>The volumes that are linked clones of it: it cannot be removed before them.</summary>
    public IReadOnlyList<string> UsedBy { get; init => field = value ?? []; } = [];
}
