namespace Pando.Api.Install;

/// <summary>What an installation would do (<c>?dryRun=true</c>): nothing is changed.</summary>
public sealed record InstallPlan
{
    /// <summary>The definition that the machine would get, without secrets.</summary>
    public required string Xml { get; init; }

    /// <summary>The volumes that would be made.</summary>
    public required IReadOnlyList<PlannedVolume> Volumes { get; init; }

    /// <summary>What a user may want to know before: a missing KVM, a default that was chosen.</summary>
    public IReadOnlyList<string> Notices { get; init => field = value ?? []; } = [];
}

/// <summary>A volume that would be made.</summary>
public sealed record PlannedVolume
{
    /// <summary>Where it would be.</summary>
    public required string Path { get; init; }

    /// <summary>Its format.</summary>
    public required string Format { get; init; }

    /// <summary>How large a guest would see it; absent where that is only known from the image.</summary>
    public long? CapacityBytes { get; init; }

    /// <summary>What it would be made from; absent for an empty one.</summary>
    public string? From { get; init; }
}
