using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Processors;

/// <summary>
/// The host's processor in words that another host understands as well: the named model nearest to it, and the features
/// that are more and fewer than the model's.
/// </summary>
public static class HostModel
{
    /// <summary>The host's processor by itself.</summary>
    /// <exception cref="CallerException"><c>qemu.no-host-model</c>: this QEMU does not say what it is.</exception>
    public static CpuDefinition Of(QemuCapabilities capabilities) =>
        Resolve(new CpuDefinition { Mode = CpuMode.HostModel, Check = CpuCheck.Partial }, capabilities);

    /// <summary>
    /// The definition's processor with a name for <c>host-model</c>, and with every feature of the host's for
    /// <c>match='minimum'</c>. Any other stays as it is.
    /// </summary>
    /// <exception cref="CallerException"><c>qemu.no-host-model</c>.</exception>
    internal static CpuDefinition Resolve(CpuDefinition cpu, QemuCapabilities capabilities) => cpu switch
    {
        { Mode: CpuMode.HostModel } => Named(cpu, capabilities),
        { Mode: CpuMode.Custom, Match: CpuMatch.Minimum, Model: { } name } => WithAll(cpu, capabilities.CpuModel(name), capabilities),
        _ => cpu,
    };

    private static CpuDefinition Named(CpuDefinition cpu, QemuCapabilities capabilities)
    {
        ProcessorTraits host = Known(capabilities);
        (CpuModel model, ProcessorTraits traits) = Nearest(host, capabilities);
        return cpu with
        {
            Mode = CpuMode.Custom,
            Match = CpuMatch.Exact,
            // What was made of QEMU's own account is held to it: a guest that comes back from a file finds the same.
            Check = cpu.Check == CpuCheck.None ? CpuCheck.None : CpuCheck.Full,
            Model = model.Name,
            Fallback = CpuFallback.Forbid,
            Vendor = Vendors.Name(host.Vendor),
            Features = Differences(host, traits, cpu.Features),
        };
    }

    private static CpuDefinition WithAll(CpuDefinition cpu, CpuModel model, QemuCapabilities capabilities) =>
        capabilities.Traits(model) is { } traits
            ? cpu with
            {
                Match = CpuMatch.Exact,
                Features = [.. cpu.Features.Items, .. Missing(Known(capabilities).Features, traits.Features, Names(cpu.Features)).Select(Required)],
            }
            : throw Unknown(capabilities);

    /// <summary>The model with the host's signature, else with the fewest differences; as few as possible of them taken away.</summary>
    private static (CpuModel Model, ProcessorTraits Traits) Nearest(ProcessorTraits host, QemuCapabilities capabilities)
    {
        HashSet<string> all = [.. host.Features];
        return capabilities.CpuModels
            .Where(model => !model.Deprecated && !ModelNames.IsVersion(model.Name))
            .Select(model => (Model: model, Traits: capabilities.Traits(model)!))
            .Where(candidate => candidate.Traits is not null && candidate.Model.Name is not "base")
            .OrderBy(candidate => Kinship(candidate.Traits))
            .ThenBy(candidate => candidate.Traits.Features.Count + all.Count - (2 * candidate.Traits.Features.Count(all.Contains)))
            .ThenBy(candidate => candidate.Traits.Features.Count(feature => !all.Contains(feature)))
            .ThenBy(candidate => candidate.Model.Name, StringComparer.Ordinal)
            .FirstOrDefault() is { Model: not null } nearest
                ? nearest
                : throw Unknown(capabilities);

        // The translator's processor is no relative of anyone's, whatever it calls itself.
        int Kinship(ProcessorTraits model) => capabilities.Accelerator == Accelerator.Tcg || model.Family != host.Family
            ? 2
            : model.Model == host.Model ? 0 : 1;
    }

    private static EquatableArray<CpuFeature> Differences(ProcessorTraits host, ProcessorTraits model, EquatableArray<CpuFeature> asked)
    {
        HashSet<string> said = Names(asked);
        HashSet<string> all = [.. host.Features];
        return
        [
            .. asked.Items.Select(feature => feature with { Policy = Settled(feature, all) }),
            .. Missing(host.Features, model.Features, said).Select(Required),
            .. Missing(model.Features, host.Features, said).Select(name => new CpuFeature(FeatureNames.Feature(name), CpuFeaturePolicy.Disable)),
        ];
    }

    private static CpuFeaturePolicy Settled(CpuFeature feature, HashSet<string> host) => feature.Policy switch
    {
        CpuFeaturePolicy.Disable or CpuFeaturePolicy.Forbid => CpuFeaturePolicy.Disable,
        CpuFeaturePolicy.Optional when !host.Contains(FeatureNames.Property(feature.Name)) => CpuFeaturePolicy.Disable,
        _ => CpuFeaturePolicy.Require,
    };

    private static IEnumerable<string> Missing(IEnumerable<string> of, IReadOnlyList<string> there, HashSet<string> said) =>
        of.Where(feature => !there.Contains(feature, StringComparer.Ordinal) && !said.Contains(feature));

    private static CpuFeature Required(string property) => new(FeatureNames.Feature(property), CpuFeaturePolicy.Require);

    private static HashSet<string> Names(EquatableArray<CpuFeature> features) =>
        [.. features.Items.Select(feature => FeatureNames.Property(feature.Name))];

    private static ProcessorTraits Known(QemuCapabilities capabilities) => capabilities.HostProcessor ?? throw Unknown(capabilities);

    private static CallerException Unknown(QemuCapabilities capabilities) => new(
        ErrorCodes.Qemu.NoHostModel, ("path", capabilities.Binary.Path), ("accelerator", capabilities.Accelerator.ToString().ToUpperInvariant()));
}
