using System.Text.Json.Serialization;
using Pando.Api.Json;

namespace Pando.Api.Host;

/// <summary>How a processor that is there stands to one that is described.</summary>
public sealed record CpuComparison
{
    /// <summary>What was found.</summary>
    public required CpuFit Fit { get; init; }

    /// <summary>Why it cannot be had; absent where it can.</summary>
    public CpuMisfit? Why { get; init; }

    /// <summary>The architecture, the maker, or the features that it is about.</summary>
    public string? What { get; init; }
}

/// <summary>How two processors stand to each other.</summary>
[JsonConverter(typeof(CpuFitWords))]
public enum CpuFit
{
    /// <summary>What is described cannot be had.</summary>
    Incompatible,

    /// <summary>They are the same.</summary>
    Identical,

    /// <summary>There is more than what is described.</summary>
    Superset,
}

/// <summary>Why a processor cannot be had.</summary>
[JsonConverter(typeof(CpuMisfitWords))]
public enum CpuMisfit
{
    /// <summary>It is of another architecture.</summary>
    Architecture,

    /// <summary>It is of another maker.</summary>
    Vendor,

    /// <summary>There are features that must not be there.</summary>
    Forbidden,

    /// <summary>Features are not there.</summary>
    Missing,

    /// <summary>There are features that are not described, and nothing else may be there.</summary>
    Extra,
}

internal sealed class CpuFitWords() : EnumWordsConverter<CpuFit>(
    "incompatible", "identical", "superset");

internal sealed class CpuMisfitWords() : EnumWordsConverter<CpuMisfit>(
    "architecture", "vendor", "forbidden", "missing", "extra");
