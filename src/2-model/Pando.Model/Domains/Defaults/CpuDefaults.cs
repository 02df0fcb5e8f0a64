namespace Pando.Model.Domains;

/// <summary>The processor of a definition that leaves it open.</summary>
internal static class CpuDefaults
{
    // QEMU's own default, written down: a later QEMU may have another.
    private const string Model = "qemu64";

    public static CpuDefinition Complete(CpuDefinition? asked, DomainType type)
    {
        var cpu = asked ?? new CpuDefinition();
        cpu = cpu with
        {
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
            CpuMode.HostModel => cpu with { Check = cpu.Check ?? CpuCheck.Partial },
            CpuMode.HostPassthrough => cpu with { Check = cpu.Check ?? CpuCheck.None, Migratable = cpu.Migratable ?? true },
            _ => cpu with { Check = cpu.Check ?? CpuCheck.None },
        };
    }
}
