using System.Globalization;
using Pando.Model.Domains;

namespace Pando.Host.Confinement.Resources;

/// <summary>The machine's limits of memory (cgroup v2: memory.max, memory.high, memory.swap.max), and the host's nodes that it is on.</summary>
internal static class MemorySettings
{
    private const long BytesInKiB = 1024;

    public static IEnumerable<GroupSetting> Of(DomainDefinition machine)
    {
        MemoryTuning tuning = machine.MemoryTuning;
        if (tuning.HardLimitKiB is { } hard)
        {
            yield return Setting("memory.max", Bytes(hard), "memtune/hard_limit");
        }

        if (tuning.SoftLimitKiB is { } soft)
        {
            yield return Setting("memory.high", Bytes(soft), "memtune/soft_limit");
        }

        if (tuning.SwapHardLimitKiB is { } both)
        {
            // libvirt counts memory and swap together, version 2 swap alone.
            yield return Setting("memory.swap.max", Bytes(Math.Max(0, both - (tuning.HardLimitKiB ?? 0))), "memtune/swap_hard_limit");
        }

        if (machine.NumaTuning.Memory is { Mode: NumaMode.Strict or NumaMode.Restrictive, Nodes: { } nodes })
        {
            yield return new GroupSetting("cpuset", ["cpuset.mems"], nodes.ToString(), "\n", "numatune/memory");
        }
    }

    private static GroupSetting Setting(string file, string value, string what) => new("memory", [file], value, "max", what);

    private static string Bytes(long kibibytes) => (kibibytes * BytesInKiB).ToString(CultureInfo.InvariantCulture);
}
