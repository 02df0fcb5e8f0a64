namespace Pando.Qemu.Capabilities;

/// <summary>What a processor is made of, in QEMU's words; features of single accelerators and of nested guests are left out.</summary>
/// <param name="Vendor">The twelve letters of CPUID; null when QEMU does not say.</param>
/// <param name="Family">The family of CPUID.</param>
/// <param name="Model">The model of CPUID within its family.</param>
/// <param name="Features">What it has, sorted.</param>
public sealed record ProcessorTraits(string? Vendor, int Family, int Model, IReadOnlyList<string> Features);
