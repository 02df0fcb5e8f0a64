namespace Pando.Qemu.Capabilities;

/// <summary>A machine type of a QEMU.</summary>
/// <param name="Name">Its full name: <c>pc-q35-7.2</c>.</param>
/// <param name="Alias">Its short name: <c>q35</c>; moves to a newer type with a newer QEMU.</param>
/// <param name="IsDefault">Whether QEMU takes it when none is named.</param>
/// <param name="MaxCpus">The most virtual processors.</param>
/// <param name="HotpluggableCpus">Whether processors can be plugged.</param>
/// <param name="Deprecated">QEMU's advice against it.</param>
/// <param name="RamId">What the machine's first memory backend must be called; null where it takes none.</param>
public sealed record MachineType(
    string Name, string? Alias, bool IsDefault, int MaxCpus, bool HotpluggableCpus, bool Deprecated, string? RamId);
