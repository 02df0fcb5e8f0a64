namespace Pando.Api.Storage;

/// <summary>A volume: a disk's file.</summary>
public sealed record Volume
{
    /// <summary>Its name in its pool: <c>web1.qcow2</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its pool.</summary>
    public required string Pool { get; init; }

    /// <summary>Where it is on the host.</summary>
    public required string Path { get; init; }

    /// <summary><c>qcow2</c>, <c>raw</c> or <c>iso</c>.</summary>
    public required string Format { get; init; }

    /// <summary>How large a guest sees it.</summary>
    public required long CapacityBytes { get; init; }

    /// <summary>What it takes on disk.</summary>
    public required long AllocationBytes { get; init; }

    /// <summary>The image that it is a linked clone of (a path); absent for a whole one.</summary>
    public string? Backing { get; init; }

    /// <summary>The machines that use it, by name.</summary>
    public IReadOnlyList<string> UsedBy { get; init => field = value ?? []; } = [];
}
