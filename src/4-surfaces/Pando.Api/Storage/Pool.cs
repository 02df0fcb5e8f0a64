namespace Pando.Api.Storage;

/// <summary>A place for volumes.</summary>
public sealed record Pool
{
    /// <summary>Its uuid.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name: <c>default</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its kind: <c>dir</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>active</c> or <c>inactive</c>.</summary>
    public required string State { get; init; }

    /// <summary>Whether it starts with the host.</summary>
    public bool Autostart { get; init; }

    /// <summary>Whether its definition is stored.</summary>
    public bool Persistent { get; init; }

    /// <summary>The number of its definition's version; absent where none is stored.</summary>
    public int? Version { get; init; }

    /// <summary>Where it is on the host.</summary>
    public required string Path { get; init; }

    /// <summary>All space of the file system it is on.</summary>
    public long? CapacityBytes { get; init; }

    /// <summary>What is taken of it.</summary>
    public long? AllocationBytes { get; init; }

    /// <summary>What is free.</summary>
    public long? AvailableBytes { get; init; }

    /// <summary>How many volumes it has.</summary>
    public int? VolumeCount { get; init; }

    /// <summary>Since when it does not answer; absent while it does.</summary>
    public DateTimeOffset? NotAnsweringSince { get; init; }
}
