namespace Pando.Model.Domains;

/// <summary>Where a machine stands among the host's control groups and storage.</summary>
public sealed record ResourcePartition
{
    /// <summary>The slice that its control group is in: <c>/machine/production</c>; null for the usual one.</summary>
    public string? Path { get; init; }

    /// <summary>The name that Fibre Channel switches know its traffic by (1…128 printable characters).</summary>
    public string? FibreChannelAppId { get; init; }
}
