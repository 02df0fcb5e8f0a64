using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Processors;

/// <summary>What processors that are described are made of, in the words of definitions.</summary>
/// <param name="capabilities">Whose models.</param>
/// <param name="known">Every feature that a processor could have; what has another name is none.</param>
public sealed class ProcessorContents(QemuCapabilities capabilities, IReadOnlySet<string> known)
{
    // What QEMU gives its models and no processor makes part of its own: the mark of guests, what accelerators take away again, and
    // what belongs to guests of the guest.
    private static readonly string[] NoContents =
    [
        "hypervisor", "monitor", "npt", "lbrv", "svm-lock", "nrip-save", "tsc-scale", "vmcb-clean", "flushbyasid", "decodeassists",
        "pause-filter", "pfthreshold", "avic", "v-vmsave-vmload", "vgif", "svme-addr-chk",
    ];

    /// <summary>The models that a processor can be called by.</summary>
    public IEnumerable<CpuModel> Models => capabilities.CpuModels.Where(model =>
        !model.Deprecated && !ModelNames.IsVersion(model.Name) && !ModelNames.IsNone(model.Name) && capabilities.Traits(model) is not null);

    /// <summary>Whether it is part of no processor, whatever QEMU says.</summary>
    public static bool IsNone(string feature) => NoContents.Contains(feature);

    /// <summary>What is told of a processor, in the words of definitions; what nobody knows or is part of none is left out.</summary>
    public IReadOnlyList<string> Of(ProcessorTraits traits) => [.. FeatureNames.Of(traits).Where(feature => known.Contains(feature) && !IsNone(feature))];

    /// <summary>A model's features.</summary>
    public HashSet<string> Of(CpuModel model) => capabilities.Traits(model) is { } traits ? [.. Of(traits)] : [];

    /// <summary>A model's maker, as definitions name it; null for anyone's.</summary>
    public string? Vendor(CpuModel model) => Vendors.OfModel(model.Name, capabilities.Traits(model));

    /// <summary>The features that must be there: those of the model, and those that are named with a policy.</summary>
    /// <exception cref="CallerException"><c>qemu.unknown-cpu</c>, <c>qemu.unknown-feature</c>.</exception>
    public HashSet<string> Required(DescribedCpu cpu)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        Check(cpu);
        HashSet<string> features = cpu.Model is { } name ? Of(capabilities.CpuModel(name)) : [];
        features.UnionWith(cpu.Of(CpuFeaturePolicy.Require));
        return features;
    }

    /// <summary>All that the processor has: its model, with what is added to it and without what is taken away.</summary>
    /// <exception cref="CallerException"><c>qemu.unknown-cpu</c>, <c>qemu.unknown-feature</c>.</exception>
    public HashSet<string> Whole(DescribedCpu cpu)
    {
        HashSet<string> features = Required(cpu);
        features.UnionWith(cpu.Of(CpuFeaturePolicy.Force));
        features.ExceptWith(cpu.Of(CpuFeaturePolicy.Disable));
        features.ExceptWith(cpu.Of(CpuFeaturePolicy.Forbid));
        return features;
    }

    private void Check(DescribedCpu cpu)
    {
        if (cpu.Features.Items.FirstOrDefault(feature => !known.Contains(feature.Name)) is { } unknown)
        {
            throw new CallerException(ErrorCodes.Qemu.UnknownFeature, ("feature", unknown.Name));
        }
    }
}
