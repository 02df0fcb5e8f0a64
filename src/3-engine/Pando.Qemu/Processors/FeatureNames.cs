using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Processors;

/// <summary>The names of processors' features: QEMU's properties, and definitions' own (libvirt's).</summary>
public static class FeatureNames
{
    /// <summary>Where the format's name is not QEMU's: older ones have underscores, and one is misspelt for ever.</summary>
    private static readonly Dictionary<string, string> ByProperty = new(StringComparer.Ordinal)
    {
        ["cmp-legacy"] = "cmp_legacy",
        ["ds-cpl"] = "ds_cpl",
        ["fxsr-opt"] = "fxsr_opt",
        ["lahf-lm"] = "lahf_lm",
        ["nodeid-msr"] = "nodeid_msr",
        ["pclmulqdq"] = "pclmuldq",
        ["perfctr-core"] = "perfctr_core",
        ["perfctr-nb"] = "perfctr_nb",
        ["tsc-adjust"] = "tsc_adjust",
    };

    /// <summary>Further names that QEMU takes for a property.</summary>
    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["pclmuldq"] = "pclmulqdq",
        ["sse3"] = "pni",
        ["sse4-1"] = "sse4.1",
        ["sse4-2"] = "sse4.2",
        ["xd"] = "nx",
        ["ffxsr"] = "fxsr-opt",
        ["i64"] = "lm",
    };

    /// <summary>All of a processor's, as definitions write them.</summary>
    public static IReadOnlySet<string> Of(ProcessorTraits traits)
    {
        ArgumentNullException.ThrowIfNull(traits);
        return traits.Features.Select(Feature).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The property of QEMU's that a definition's feature is.</summary>
    public static string Property(string feature)
    {
        string hyphened = feature.Replace('_', '-');
        return Others.GetValueOrDefault(hyphened, hyphened);
    }

    /// <summary>How a definition writes a property of QEMU's.</summary>
    public static string Feature(string property) => ByProperty.GetValueOrDefault(property, property);
}
