namespace Pando.Qemu.Capabilities;

/// <summary>What the host's processor has of SEV (secure encrypted virtualization of AMD).</summary>
/// <param name="CbitPosition">The bit of an address in page tables that says that a page is encrypted.</param>
/// <param name="ReducedPhysicalBits">How many bits of physical addresses are lost by it.</param>
public sealed record SevTraits(int CbitPosition, int ReducedPhysicalBits);
