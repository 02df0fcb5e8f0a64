namespace Pando.Qemu.Capabilities;

/// <summary>A processor model of a QEMU under one accelerator.</summary>
/// <param name="Name">As the definition names it: <c>Skylake-Client</c>.</param>
/// <param name="Deprecated">QEMU's advice against it.</param>
/// <param name="AliasOf">The versioned model it stands for.</param>
/// <param name="MissingFeatures">What the accelerator cannot give of it, in QEMU's words; null when QEMU does not say.</param>
/// <param name="Traits">What it is made of; null when QEMU does not say, and for an alias: it is what it stands for.</param>
public sealed record CpuModel(
    string Name, bool Deprecated, string? AliasOf, IReadOnlyList<string>? MissingFeatures, ProcessorTraits? Traits = null)
{
    /// <summary>Whether a guest gets all of it here; null when QEMU does not say.</summary>
    public bool? Usable => MissingFeatures is null ? null : MissingFeatures.Count == 0;
}
