namespace Pando.Api.Client;

/// <summary>Which processor is asked about.</summary>
/// <param name="Hypervisor">What machines get, and not the host's own.</param>
/// <param name="Type">Of machines of this type; null for whatever runs guests here.</param>
/// <param name="Machine">Of this machine type.</param>
/// <param name="Architecture">Of this architecture.</param>
/// <param name="Emulator">Of those that this program runs.</param>
public sealed record CpuScope(bool Hypervisor = false, string? Type = null, string? Machine = null, string? Architecture = null, string? Emulator = null);
