namespace Pando.Api.Secrets;

/// <summary>A secret of the host, without its value.</summary>
public sealed record SecretFacts
{
    /// <summary>Its uuid.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is for: <c>volume</c>, <c>ceph</c>, <c>iscsi</c>, <c>tls</c>, <c>vtpm</c>; absent where only its uuid names it.</summary>
    public string? UsageType { get; init; }

    /// <summary>Which of these: a path, a name, a target.</summary>
    public string? Usage { get; init; }

    /// <summary>Whether nothing of it is ever written to a disk.</summary>
    public bool Ephemeral { get; init; }

    /// <summary>Whether only machines get its value.</summary>
    public bool Private { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it was given a value.</summary>
    public bool HasValue { get; init; }
}
