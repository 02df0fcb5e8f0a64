using Pando.Model.Domains;

namespace Pando.Domains.Statistics;

/// <summary>A guest's memory as the machine's state has it, of the figures that the balloon told.</summary>
internal static class GuestMemoryFigures
{
    /// <summary>Null where the guest has not told anything.</summary>
    public static GuestMemory? Of(Figures figures) => figures.Numbers.GetValueOrDefault("balloon.last-update") is not (> 0 and var seconds)
        ? null
        : new GuestMemory(DateTimeOffset.FromUnixTimeSeconds(seconds))
        {
            AvailableKiB = Value(figures, "available"),
            UnusedKiB = Value(figures, "unused"),
            UsableKiB = Value(figures, "usable"),
            DiskCachesKiB = Value(figures, "disk_caches"),
            SwapInKiB = Value(figures, "swap_in"),
            SwapOutKiB = Value(figures, "swap_out"),
            MajorFaults = Value(figures, "major_fault"),
            MinorFaults = Value(figures, "minor_fault"),
        };

    private static long? Value(Figures figures, string name) => figures.Numbers.TryGetValue("balloon." + name, out var value) ? value : null;
}
