using Pando.Model.Domains;

namespace Pando.Qemu.Processors;

/// <summary>How a processor that is there stands to one that is described: libvirt's <c>virConnectCompareCPU</c>.</summary>
public static class CpuComparing
{
    /// <summary>Compares.</summary>
    /// <param name="cpu">What is described.</param>
    /// <param name="architecture">The architecture of what is there.</param>
    /// <param name="vendor">Its maker, as definitions name it; null for one without a name.</param>
    /// <param name="there">Its features, in an order of their own.</param>
    /// <param name="contents">What models are made of.</param>
    public static CpuVerdict Compare(DescribedCpu cpu, string architecture, string? vendor, IReadOnlyList<string> there, ProcessorContents contents)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        ArgumentNullException.ThrowIfNull(contents);
        if (cpu.Architecture is { } other && other != architecture)
        {
            return Not(CpuMisfit.Architecture, other);
        }
        if (cpu.Vendor is { } maker && maker != vendor)
        {
            return Not(CpuMisfit.Vendor, maker);
        }
        var required = contents.Required(cpu);
        HashSet<string> forbidden = [.. cpu.Of(CpuFeaturePolicy.Forbid)];
        if (there.Any(forbidden.Contains))
        {
            return Not(CpuMisfit.Forbidden, there.Where(forbidden.Contains));
        }
        HashSet<string> waived = [.. cpu.Of(CpuFeaturePolicy.Force), .. cpu.Of(CpuFeaturePolicy.Optional), .. cpu.Of(CpuFeaturePolicy.Disable)];
        required.ExceptWith(waived);
        if (!required.IsSubsetOf(there))
        {
            return Not(CpuMisfit.Missing, required.Except(there, StringComparer.Ordinal).Order(StringComparer.Ordinal));
        }
        string[] more = [.. there.Where(feature => !required.Contains(feature) && !waived.Contains(feature))];
        return more.Length == 0
            ? new CpuVerdict(CpuFit.Identical)
            : cpu is { Architecture: null, Match: CpuMatch.Strict } ? Not(CpuMisfit.Extra, more) : new CpuVerdict(CpuFit.Superset);
    }

    private static CpuVerdict Not(CpuMisfit why, string what) => new(CpuFit.Incompatible, why, what);

    private static CpuVerdict Not(CpuMisfit why, IEnumerable<string> features) => Not(why, string.Join(", ", features));
}
