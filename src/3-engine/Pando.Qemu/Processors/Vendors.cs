namespace Pando.Qemu.Processors;

/// <summary>The makers of processors: what CPUID says, and what definitions call them.</summary>
public static class Vendors
{
    /// <summary>The definition's name for the letters of CPUID; null for a maker that definitions have no name for.</summary>
    public static string? Name(string? cpuid) => cpuid switch
    {
        "GenuineIntel" => "Intel",
        "AuthenticAMD" => "AMD",
        "HygonGenuine" => "Hygon",
        _ => null,
    };
}
