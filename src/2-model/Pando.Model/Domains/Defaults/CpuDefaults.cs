namespace Pando.Model.Domains;

/// <summary>The processor of a definition that leaves it open.</summary>
internal static class CpuDefaults
{
    // QEMU's own default, written down: a later QEMU may have another.
    private const string Model = "qemu64";

    public static CpuDefinition Complete(CpuDefinition? asked, DomainType type, int vcpus)
    {
        var cpu = asked ?? new CpuDefinition();
        cpu = cpu with
        {
            Numa = cpu.Numa is { } numa ? NumaDefaults.Complete(numa, vcpus) : null,
            Features = cpu.Features.Items.Select(feature => feature with { Policy = feature.Policy ?? CpuFeaturePolicy.Require }).ToEquatableArray(),
        };
        return cpu.Mode switch
        {
            null => cpu with
            {
                Mode = CpuMode.Custom,
                Match = cpu.Match ?? CpuMatch.Exact,
                Check = cpu.Check ?? CpuCheck.None,
                Model = Model,
                Fallback = CpuFallback.Forbid,
            },
            CpuMode.Custom => cpu with
            {
                Match = cpu.Match ?? CpuMatch.Exact,
                // The translator has every feature; there is no host's processor to compare with.
                Check = cpu.Check ?? (type == DomainType.Qemu ? CpuCheck.None : CpuCheck.Partial),
                Fallback = cpu.Fallback ?? CpuFallback.Allow,
            },
            CpuMode.HostModel => cpu with
            {
                Match = null,
                Check = cpu.Check ?? CpuCheck.Partial,
                Fallback = cpu.Model is null ? null : cpu.Fallback ?? CpuFallback.Allow,
            },
            CpuMode.HostPassthrough => Unnamed(cpu) with { Migratable = cpu.Migratable ?? true },
            _ => Unnamed(cpu),
        };
    }

    // Without a model there is nothing that another could stand in for, or match.
    private static CpuDefinition Unnamed(CpuDefinition cpu) =>
        cpu with { Match = null, Check = cpu.Check ?? CpuCheck.None, Fallback = null, VendorId = null };
}
