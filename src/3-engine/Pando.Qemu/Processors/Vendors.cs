using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Processors;

/// <summary>The makers of processors: what CPUID says, and what definitions call them.</summary>
public static class Vendors
{
    /// <summary>Models that stand for a kind of processor, whoever made it.</summary>
    private static readonly string[] Anyones = ["486", "pentium", "pentium2", "pentium3", "kvm32", "kvm64", "qemu32", "qemu64"];

    /// <summary>Whose a model is, as definitions name it; null for anyone's.</summary>
    public static string? OfModel(string model, ProcessorTraits? traits) => Anyones.Contains(model) ? null : Name(traits?.Vendor);

    /// <summary>The definition's name for the letters of CPUID; null for a maker that definitions have no name for.</summary>
    public static string? Name(string? cpuid) => cpuid switch
    {
        "GenuineIntel" => "Intel",
        "AuthenticAMD" => "AMD",
        "HygonGenuine" => "Hygon",
        _ => null,
    };
}
