using Pando.Host.Files;

namespace Pando.Host.Processors;

/// <summary>
/// What a processor is not prone to, and other traits that it tells in a register of its own (IA32_ARCH_CAPABILITIES; Intel's
/// SDM volume 4), by the names of libvirt's format. The kernel shows registers where its module msr is there.
/// </summary>
internal static class CapabilityRegisters
{
    /// <summary>The feature without which there is no such register.</summary>
    public const string Announced = "arch-capabilities";

    private const string Device = "/dev/cpu/0/msr";
    private const long Number = 0x10a;

    /// <summary>The features by their bits.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["rdctl-no", "ibrs-all", "rsba", "skip-l1dfl-vmentry", "ssb-no", "mds-no", "pschange-mc-no", "tsx-ctrl", "taa-no"];

    public static IEnumerable<string> Of(HostFiles files) =>
        files.Word(Device, Number) is { } value ? Names.Where((_, bit) => (value & (1UL << bit)) != 0) : [];
}
