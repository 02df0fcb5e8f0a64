namespace Pando.Api.Advice;

/// <summary>What a profile comes to for a machine.</summary>
public sealed record ProfilePreview
{
    /// <summary>The profile: <c>balanced</c>, <c>throughput</c>, <c>low-latency</c>, <c>dense</c>.</summary>
    public required string Profile { get; init; }

    /// <summary>The definition under it.</summary>
    public required string Xml { get; init; }

    /// <summary>What differs from the definition as it is, as a unified diff; empty where nothing does.</summary>
    public required string Diff { get; init; }

    /// <summary>What the host lacks for all of it.</summary>
    public required IReadOnlyList<DoctorFinding> Notices { get; init; }
}
