using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Processors;

/// <summary>
/// Which model stands in for one that a QEMU does not have, where the definition lets another (<c>fallback='allow'</c>):
/// the nearest older one of the same line.
/// </summary>
internal static class StandIns
{
    /// <summary>Each model's predecessor that has nothing it has not; the makers' own lines.</summary>
    private static readonly Dictionary<string, string> Predecessors = new(StringComparer.Ordinal)
    {
        ["GraniteRapids"] = "SapphireRapids",
        ["SapphireRapids"] = "Icelake-Server-noTSX",
        ["SierraForest"] = "Icelake-Server-noTSX",
        ["Icelake-Client"] = "Skylake-Client-IBRS",
        ["Icelake-Client-noTSX"] = "Skylake-Client-noTSX-IBRS",
        ["Icelake-Server"] = "Cascadelake-Server",
        ["Icelake-Server-noTSX"] = "Cascadelake-Server-noTSX",
        ["Cooperlake"] = "Cascadelake-Server",
        ["Cascadelake-Server"] = "Skylake-Server-IBRS",
        ["Cascadelake-Server-noTSX"] = "Skylake-Server-noTSX-IBRS",
        ["Snowridge"] = "Westmere-IBRS",
        ["KnightsMill"] = "Broadwell-noTSX",
        ["Skylake-Server"] = "Skylake-Client",
        ["Skylake-Client"] = "Broadwell",
        ["Broadwell"] = "Haswell",
        ["Haswell"] = "IvyBridge",
        ["IvyBridge"] = "SandyBridge",
        ["SandyBridge"] = "Westmere",
        ["Westmere"] = "Nehalem",
        ["Nehalem"] = "Penryn",
        ["Penryn"] = "Conroe",
        ["EPYC-Turin"] = "EPYC-Genoa",
        ["EPYC-Genoa"] = "EPYC-Milan",
        ["EPYC-Milan"] = "EPYC-Rome",
        ["EPYC-Rome"] = "EPYC-IBPB",
        ["EPYC"] = "Opteron_G3",
        ["Dhyana"] = "EPYC-IBPB",
        ["Opteron_G5"] = "Opteron_G4",
        ["Opteron_G4"] = "Opteron_G3",
        ["Opteron_G3"] = "Opteron_G2",
        ["Opteron_G2"] = "Opteron_G1",
    };

    /// <summary>Endings by which a model is another one with less or more of the same.</summary>
    private static readonly string[] Variants = ["-IBRS", "-IBPB", "-noTSX"];

    /// <summary>The definition's processor with a model that this QEMU has.</summary>
    /// <exception cref="CallerException"><c>qemu.unknown-cpu</c>, also where no other may stand in or none is known to.</exception>
    public static CpuDefinition Resolve(CpuDefinition cpu, QemuCapabilities capabilities)
    {
        if (cpu is not { Mode: CpuMode.Custom, Model: { } asked, Fallback: CpuFallback.Allow } || Has(capabilities, asked))
        {
            return cpu;
        }

        string? name = asked;
        while (name is not null && !Has(capabilities, name))
        {
            name = Older(name);
        }

        // What was asked for is refused, where nothing stands in for it.
        return name is null ? cpu : cpu with { Model = name, Fallback = CpuFallback.Forbid };
    }

    private static string? Older(string name)
    {
        if (Predecessors.GetValueOrDefault(name) is { } predecessor)
        {
            return predecessor;
        }

        int version = name.LastIndexOf("-v", StringComparison.Ordinal);
        if (version > 0 && name.AsSpan(version + 2) is { Length: > 0 } number && !number.ContainsAnyExceptInRange('0', '9'))
        {
            return name[..version];
        }

        return Variants.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.Ordinal)) is { } variant ? name[..^variant.Length] : null;
    }

    private static bool Has(QemuCapabilities capabilities, string name) =>
        capabilities.CpuModels.Any(model => model.Name.Equals(name, StringComparison.Ordinal));
}
