namespace Pando.Model.Domains;

/// <summary>A processor as a document describes it: a host's, or the one that a machine asks for.</summary>
public sealed record DescribedCpu
{
    /// <summary>What it is of; only a host's says so.</summary>
    public string? Architecture { get; init; }

    /// <summary>Where a machine's comes from; null for a host's.</summary>
    public CpuMode? Mode { get; init; }

    /// <summary>How a machine's has to fit.</summary>
    public CpuMatch? Match { get; init; }

    /// <summary>Its model; null where only features are described.</summary>
    public string? Model { get; init; }

    /// <summary>Its maker, as definitions name it.</summary>
    public string? Vendor { get; init; }

    /// <summary>What it has beside the model, or lacks of it; a host's have no policy.</summary>
    public EquatableArray<CpuFeature> Features { get; init; }

    /// <summary>The features of one policy; what has none is required.</summary>
    public IEnumerable<string> Of(CpuFeaturePolicy policy) =>
        Features.Items.Where(feature => (feature.Policy ?? CpuFeaturePolicy.Require) == policy).Select(static feature => feature.Name);
}

/// <summary>How a processor that is there stands to one that is described (libvirt's <c>virCPUCompareResult</c>).</summary>
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

/// <summary>What a comparison found.</summary>
/// <param name="Fit">How they stand to each other.</param>
/// <param name="Why">Why it cannot be had; null where it can.</param>
/// <param name="What">The architecture, the maker, or the features, in the words of definitions.</param>
public sealed record CpuVerdict(CpuFit Fit, CpuMisfit? Why = null, string? What = null);
