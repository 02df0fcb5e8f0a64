using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;
using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Processors;

/// <summary>
/// Whether the host can give a named processor, as far as it is known before the start: QEMU says of each model what the
/// accelerator lacks of it (<c>unavailable-features</c> of query-cpu-definitions).
/// </summary>
internal static class CpuComparison
{
    /// <summary>
    /// Whether the definition wants it. A machine that should have had KVM and runs without it is not held to a processor
    /// that is not used.
    /// </summary>
    public static bool IsWanted(ArgumentContext context) =>
        context.Definition.Cpu?.Check == CpuCheck.Partial && (context.UsesKvm || context.Definition.Type == DomainType.Qemu);

    /// <summary>The model, where the definition does not ask for a comparison or the host has all that it asks for.</summary>
    /// <exception cref="CallerException">
    /// <c>qemu.cpu-unavailable</c> with what is missing, <c>qemu.cpu-forbidden</c> with what the host may not have,
    /// <c>qemu.cpu-other-vendor</c>.
    /// </exception>
    public static CpuModel Checked(CpuDefinition cpu, CpuModel model, ArgumentContext context)
    {
        if (!IsWanted(context))
        {
            return model;
        }

        HashSet<string> waived = [.. cpu.Features.Items.Where(Waived).Select(feature => FeatureNames.Property(feature.Name))];
        Refuse(ErrorCodes.Qemu.CpuUnavailable, "missing", (model.MissingFeatures ?? []).Where(feature => !waived.Contains(feature)));
        if (context.Capabilities.HostProcessor is { } host)
        {
            Refuse(ErrorCodes.Qemu.CpuForbidden, "features", Forbidden(cpu, model, host, context));
            if (cpu.Vendor is { } wanted && Vendors.Name(host.Vendor) is { } there && !wanted.Equals(there, StringComparison.Ordinal))
            {
                throw new CallerException(ErrorCodes.Qemu.CpuOtherVendor, ("vendor", wanted), ("host", there));
            }
        }

        return model;

        void Refuse(ErrorCode code, string fact, IEnumerable<string> features)
        {
            string[] all = [.. features.Select(FeatureNames.Feature)];
            if (all.Length > 0)
            {
                throw new CallerException(code, ("model", model.Name), (fact, string.Join(", ", all)));
            }
        }
    }

    /// <summary>What the host has and may not; with <c>match='strict'</c> that is all that is not listed.</summary>
    private static IEnumerable<string> Forbidden(CpuDefinition cpu, CpuModel model, ProcessorTraits host, ArgumentContext context)
    {
        HashSet<string> forbidden =
            [.. cpu.Features.Items.Where(feature => feature.Policy == CpuFeaturePolicy.Forbid).Select(feature => FeatureNames.Property(feature.Name))];
        if (cpu.Match == CpuMatch.Strict && context.Capabilities.Traits(model) is { } traits)
        {
            HashSet<string> listed = [.. traits.Features, .. cpu.Features.Items.Select(feature => FeatureNames.Property(feature.Name))];
            forbidden.UnionWith(host.Features.Where(feature => !listed.Contains(feature)));
        }

        return host.Features.Where(forbidden.Contains);
    }

    // What the guest does not get, gets in any case, or gets only where it is there, need not be there.
    private static bool Waived(CpuFeature feature) =>
        feature.Policy is CpuFeaturePolicy.Disable or CpuFeaturePolicy.Forbid or CpuFeaturePolicy.Force or CpuFeaturePolicy.Optional;
}
