using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Qemu.Processors;

/// <summary>The best processor that several have all of: libvirt's <c>virConnectBaselineCPU</c>.</summary>
public static class CpuBaseline
{
    // What a guest cannot take along to another host, and the mark that a system sets itself.
    private static readonly string[] Staying = ["invtsc", "xsaves"];
    private const string OfSystem = "osxsave";

    /// <summary>The processor, as a definition writes it.</summary>
    /// <param name="cpus">Those that are described; at least one.</param>
    /// <param name="contents">What models are made of.</param>
    /// <param name="limit">What can be given at all; null for anything.</param>
    /// <param name="migratable">Without what blocks a move to another host.</param>
    /// <param name="expand">With every feature of the model named.</param>
    /// <exception cref="CallerException"><c>qemu.nothing-in-common</c>, <c>qemu.several-vendors</c>, <c>qemu.unknown-cpu</c>, <c>qemu.unknown-feature</c>.</exception>
    public static CpuDefinition Of(IReadOnlyList<DescribedCpu> cpus, ProcessorContents contents, IReadOnlySet<string>? limit, bool migratable, bool expand)
    {
        ArgumentNullException.ThrowIfNull(cpus);
        ArgumentNullException.ThrowIfNull(contents);
        var vendor = CommonVendor(cpus, contents);
        HashSet<string> common = contents.Whole(cpus[0]);
        foreach (var cpu in cpus.Skip(1))
        {
            common.IntersectWith(contents.Whole(cpu));
        }
        common.Remove(OfSystem);
        if (limit is not null)
        {
            common.IntersectWith(limit);
        }
        if (migratable)
        {
            common.ExceptWith(Staying);
        }
        if (common.Count == 0)
        {
            throw new CallerException(ErrorCodes.Qemu.NothingInCommon);
        }
        var name = cpus.Select(static cpu => cpu.Model).Distinct(StringComparer.Ordinal).ToArray() is [{ } same] ? same : null;
        var (model, own) = contents.Models
            .Where(candidate => vendor is null || contents.Vendor(candidate) is not { } maker || maker == vendor)
            .Select(candidate => (Model: candidate, Own: contents.Of(candidate)))
            .OrderBy(candidate => candidate.Model.Name == name ? 0 : 1)
            .ThenBy(candidate => candidate.Own.Count + common.Count - (2 * candidate.Own.Count(common.Contains)))
            .ThenBy(candidate => candidate.Own.Count(feature => !common.Contains(feature)))
            .ThenBy(candidate => candidate.Model.Name, StringComparer.Ordinal)
            .First();
        IEnumerable<string> required = expand ? common : common.Except(own, StringComparer.Ordinal);
        var features = required.Select(static feature => new CpuFeature(feature, CpuFeaturePolicy.Require))
            .Concat(own.Except(common, StringComparer.Ordinal).Select(static feature => new CpuFeature(feature, CpuFeaturePolicy.Disable)));
        return new CpuDefinition
        {
            Mode = CpuMode.Custom,
            Match = CpuMatch.Exact,
            Model = model.Name,
            // Of several hosts it is only the nearest name; a machine here gets nothing else.
            Fallback = limit is null && model.Name != name ? CpuFallback.Allow : CpuFallback.Forbid,
            // It is told where each of them told it.
            Vendor = cpus.All(static cpu => cpu.Vendor is not null) ? vendor : null,
            Features = [.. expand ? features.OrderBy(static feature => feature.Name, StringComparer.Ordinal) : features],
        };
    }

    /// <summary>Whose they are, by what they say or their models are; null for anyone's.</summary>
    private static string? CommonVendor(IReadOnlyList<DescribedCpu> cpus, ProcessorContents contents)
    {
        string[] makers = [.. cpus.Select(cpu => cpu.Vendor ?? (contents.Models.FirstOrDefault(model => model.Name == cpu.Model) is { } model ? contents.Vendor(model) : null))
            .OfType<string>().Distinct(StringComparer.Ordinal)];
        return makers.Length <= 1 ? makers.FirstOrDefault() : throw new CallerException(ErrorCodes.Qemu.SeveralVendors, ("vendors", string.Join(", ", makers)));
    }
}
