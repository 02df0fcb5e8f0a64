using Pando.Model.Domains;
using Pando.Qemu.Arguments;
using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Processors;

/// <summary>What is promised of a definition's processor, and what of it is in doubt before QEMU runs.</summary>
internal static class ProcessorPromises
{
    private static readonly ProcessorPromise Nothing = new("", [], new HashSet<string>(StringComparer.Ordinal));

    public static ProcessorPromise Of(ArgumentContext context)
    {
        if (context.Definition.Cpu is not { Mode: CpuMode.Custom, Model: { } name } cpu)
        {
            return Nothing;
        }

        CpuModel model = context.Capabilities.CpuModel(name);
        ProcessorTraits? traits = context.Capabilities.Traits(model);
        HashSet<string> off = Named(cpu, static policy => policy is CpuFeaturePolicy.Disable or CpuFeaturePolicy.Forbid);
        HashSet<string> asked = Named(cpu, static policy => policy is not (CpuFeaturePolicy.Disable or CpuFeaturePolicy.Forbid));
        HashSet<string> host = [.. context.Capabilities.HostProcessor?.Features ?? []];
        IEnumerable<string> doubtful = cpu.Check == CpuCheck.Full
            ? (traits?.Features ?? []).Concat(asked)
            : (model.MissingFeatures ?? []).Concat(asked.Where(feature => !host.Contains(feature)));
        string[] looked = [.. doubtful.Where(feature => !off.Contains(feature)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new ProcessorPromise(name, looked, Required(looked, cpu, context));
    }

    private static HashSet<string> Required(IEnumerable<string> looked, CpuDefinition cpu, ArgumentContext context) => cpu.Check switch
    {
        CpuCheck.Full => [.. looked.Except(Named(cpu, static policy => policy is CpuFeaturePolicy.Optional), StringComparer.Ordinal)],
        CpuCheck.Partial when CpuComparison.IsWanted(context) =>
            [.. looked.Except(Named(cpu, static policy => policy is CpuFeaturePolicy.Optional or CpuFeaturePolicy.Force), StringComparer.Ordinal)],
        _ => [],
    };

    private static HashSet<string> Named(CpuDefinition cpu, Func<CpuFeaturePolicy, bool> which) =>
        [.. cpu.Features.Items.Where(feature => which(feature.Policy ?? CpuFeaturePolicy.Require)).Select(feature => FeatureNames.Property(feature.Name))];
}
