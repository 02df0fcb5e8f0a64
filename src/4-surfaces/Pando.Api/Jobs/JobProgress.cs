namespace Pando.Api.Jobs;

/// <summary>How far a job is, in real units.</summary>
public sealed record JobProgress
{
    /// <summary>The step's stable name, such as <c>download-packages</c>.</summary>
    public required string Step { get; init; }

    /// <summary>1 for the first step.</summary>
    public required int StepNumber { get; init; }

    /// <summary>How many steps there are.</summary>
    public required int StepCount { get; init; }

    /// <summary>How much of this step is done; absent where it has no measure.</summary>
    public long? Done { get; init; }

    /// <summary>How much there is; absent where it is not known.</summary>
    public long? Total { get; init; }

    /// <summary>What is counted: <c>bytes</c>, <c>packages</c>, <c>seconds</c>…</summary>
    public string? Unit { get; init; }

    /// <summary>Units a second, lately.</summary>
    public double? RatePerSecond { get; init; }

    /// <summary>Seconds left at that rate.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>What it is doing right now, such as a package's name.</summary>
    public string? Note { get; init; }
}
